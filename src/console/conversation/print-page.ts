/** How long the page stays after the dialog was opened: some browsers print while the script goes on. */
const KEPT_MS = 60_000;

/** Opens the browser's dialog to print a page of this origin, which itself stays unseen. */
export function printPage(address: string, onFailed: () => void): void {
  const frame = document.createElement('iframe');
  // Not `hidden`: Firefox prints nothing that is not laid out.
  Object.assign(frame.style, {
    position: 'fixed',
    width: '0',
    height: '0',
    border: '0',
    visibility: 'hidden',
  });
  frame.setAttribute('aria-hidden', 'true');
  frame.src = address;
  frame.addEventListener('load', () => {
    // A problem of the API is no page, and has no words for people.
    if (frame.contentDocument?.contentType !== 'text/html') {
      frame.remove();
      return onFailed();
    }
    frame.contentWindow?.print();
    setTimeout(() => frame.remove(), KEPT_MS);
  });
  document.body.append(frame);
}
