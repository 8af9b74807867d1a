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
  const pieces: Piece[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token === undefined) break;
    const end = endOfLink(tokens, at);
    if (end === null) {
      push(pieces, renderToken(token));
      continue;
    }
    const inside = renderInline(tokens.slice(at + 1, end));
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

/** Where the link that begins at a token ends: one of Markdown, or an anchor written as such; null: none does. */
function endOfLink(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at];
  const isLink = token?.type === 'link_open';
  const isAnchor = token?.type === 'html_inline' && /^https?:\/\//i.test(hrefOf(token));
  if (!isLink && !isAnchor) return null;
  const isEnd = ({ type, content }: Token): boolean =>
    isLink ? type === 'link_close' : type === 'html_inline' && ANCHOR_END.test(content);
  const end = tokens.findIndex((one, index) => index > at && isEnd(one));
  return end < 0 ? null : end;
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
