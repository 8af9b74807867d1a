/** A piece of a text; `href` where it is an address that may be opened. */
export type Piece = { readonly text: string; readonly href?: string };

const ADDRESS = /https?:\/\/[^\s<>"'`，。！？；：、（）【】《》「」『』\u3000]+/giu;
/** Signs that end a sentence or close a bracket rather than belong to an address. */
const TAIL = /[.,;:!?)\]}*_~]+$/u;

/** Cuts a text into plain pieces and addresses. All pieces together are the text. */
export function splitLinks(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = closeBracket(found);
    const href = safeAddress(address);
    if (href === null) continue;
    if (index > from) pieces.push({ text: text.slice(from, index) });
    pieces.push({ text: address, href });
    from = index + address.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** An address of the web, in full; null for any other scheme and for what is none. */
export function safeAddress(text: string): string | null {
  if (!/^https?:\/\//i.test(text)) return null;
  try {
    const { protocol, hostname, href } = new URL(text);
    return hostname !== '' && (protocol === 'http:' || protocol === 'https:') ? href : null;
  } catch {
    return null;
  }
}

/** `…/Tea_(drink))` ends with its own bracket, and not with that of the sentence. */
function closeBracket(found: string): string {
  const cut = found.replace(TAIL, '');
  const isOpen = cut.split('(').length > cut.split(')').length;
  return isOpen && found.startsWith(`${cut})`) ? `${cut})` : cut;
}
