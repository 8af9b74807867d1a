import type { Token } from 'markdown-it';
import { textBytes } from '../../domain/messages/message-text';
import type { Piece } from './pieces';

/** In bytes of UTF-8. WeChat shows an anchor as a link on its words; a longer one is shown as words and address. */
const LONGEST_ANCHOR_ADDRESS = 200;
const LONGEST_ANCHOR_WORDS = 120;

const ANCHOR_START = /^<a\s[^>]*?href\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')[^>]*>$/i;
const ANCHOR_END = /^<\/a\s*>$/i;
/** Behind these an address is over, or they are no part of it. */
const ENDS_ADDRESS = /^[\s，。！？；：、…）)】」』》”’"]/u;

/** Renders a line of Markdown: marks are dropped, links become anchors, pictures pieces of their own. */
export function renderInline(tokens: readonly Token[]): readonly Piece[] {
  return renderRange(tokens, endsOfLinks(tokens), 0, tokens.length);
}

/** Renders the tokens from `from` to before `to`. */
function renderRange(tokens: readonly Token[], ends: Ends, from: number, to: number): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = from; at < to; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const end = ends[at] ?? null;
    if (end === null || end >= to) {
      push(pieces, renderToken(token));
      continue;
    }
    const inside = renderRange(tokens, ends, at + 1, end);
    for (const piece of renderLink(token, inside)) push(pieces, piece);
    at = end;
  }
  return pieces;
}

/** Adds a piece; an address at the end of the one before does not run into it. */
function push(pieces: Piece[], piece: Piece): void {
  if (piece === '') return;
  const last = pieces.at(-1);
  const runsOn = typeof last === 'string' && typeof piece === 'string' && endsWithAddress(last);
  if (runsOn && !ENDS_ADDRESS.test(piece)) pieces.push(' ');
  pieces.push(piece);
}

function endsWithAddress(text: string): boolean {
  return / https?:\/\/\S+$/.test(text);
}

function renderToken(token: Token): Piece {
  switch (token.type) {
    case 'softbreak':
    case 'hardbreak':
      return '\n';
    case 'image':
      return toPicture(token);
    case 'text':
    case 'text_special':
    case 'code_inline':
    case 'html_inline':
      return token.content;
    default:
      // Openings and ends of bold and italics.
      return '';
  }
}

/** A picture that WeChat may show; any other one is a link. */
function toPicture(token: Token): Piece {
  const url = String(token.attrGet('src') ?? '');
  const words = plainText(renderInline(token.children ?? []));
  const text = words === '' ? url : `${words} ${url}`;
  return url.startsWith('https://') && URL.canParse(url) ? { type: 'picture', url, text } : text;
}

/** For each token where the link that begins at it ends: one of Markdown, or an anchor written as such; null: none. */
type Ends = readonly (number | null)[];

/** Found in one pass from the end, since many links may begin and none end. */
function endsOfLinks(tokens: readonly Token[]): Ends {
  const ends: (number | null)[] = [];
  let linkEnd: number | null = null;
  let anchorEnd: number | null = null;
  for (const [index, token] of [...tokens.entries()].reverse()) {
    const isAnchor = token.type === 'html_inline' && /^https?:\/\//i.test(hrefOf(token));
    ends[index] = token.type === 'link_open' ? linkEnd : isAnchor ? anchorEnd : null;
    if (token.type === 'link_close') linkEnd = index;
    if (token.type === 'html_inline' && ANCHOR_END.test(token.content)) anchorEnd = index;
  }
  return ends;
}

function hrefOf(token: Token): string {
  if (token.type === 'link_open') return String(token.attrGet('href') ?? '');
  const [, double, single] = ANCHOR_START.exec(token.content) ?? [];
  return (double ?? single ?? '').replaceAll('&amp;', '&');
}

function renderLink(token: Token, inside: readonly Piece[]): readonly Piece[] {
  // An address that stands as such in the text: as it was written.
  if (token.type === 'link_open' && token.info === 'auto') return inside;
  const address = hrefOf(token);
  const words = plainText(inside).trim();
  if (words === '' && inside.length === 0) return [address];
  if (isSame(words, address)) return [words];
  const mayBeAnchor =
    inside.every((piece) => typeof piece === 'string') &&
    /^https?:\/\/[!#-;=?-~]+$/i.test(address) &&
    words !== '' &&
    !/[<>\n]/.test(words) &&
    textBytes(address) <= LONGEST_ANCHOR_ADDRESS &&
    textBytes(words) <= LONGEST_ANCHOR_WORDS;
  return mayBeAnchor ? [`<a href="${address}">${words}</a>`] : [...inside, ` ${address}`];
}

/** `mailto:` and `tel:` say no more than the words, and neither does an encoded form of them. */
function isSame(words: string, address: string): boolean {
  const bare = address.replace(/^(?:mailto|tel):/i, '');
  return [address, bare, decoded(address)].includes(words);
}

function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

function plainText(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : piece.text)).join('');
}
