/** A text in which every occurrence of `sought` is marked, whatever its letters' case. */
export function Highlighted({
  text,
  sought,
}: {
  readonly text: string;
  readonly sought: string | undefined;
}) {
  if (sought === undefined) return text;
  return splitAt(text, sought).map((part, index) =>
    // Parts have no other identity than their place.
    // biome-ignore lint/suspicious/noArrayIndexKey: see above
    index % 2 === 1 ? <mark key={index}>{part}</mark> : part,
  );
}

/** Pieces of a text: every second one is an occurrence of `sought`. */
export function splitAt(text: string, sought: string): readonly string[] {
  if (sought === '') return [text];
  const escaped = sought.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.split(new RegExp(`(${escaped})`, 'giu'));
}
