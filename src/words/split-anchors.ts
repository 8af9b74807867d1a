/** A piece of a text. It has an `href` if WeChat shows it as a link. */
export type AnchorPiece = { readonly text: string; readonly href?: string };

const ANCHOR = /<a href="(https?:\/\/[^"<>\s]+)">([^<>]+)<\/a>/g;

/** Cuts a text of the account where it has anchors: WeChat shows `<a href="https://…">words</a>` as a link on its words. */
export function splitAnchors(text: string): readonly AnchorPiece[] {
  const pieces: AnchorPiece[] = [];
  let from = 0;
  for (const { 0: whole, 1: href = '', 2: words = '', index } of text.matchAll(ANCHOR)) {
    if (index > from) pieces.push({ text: text.slice(from, index) });
    pieces.push({ text: words, href });
    from = index + whole.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}
