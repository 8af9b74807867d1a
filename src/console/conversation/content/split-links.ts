import { LinkifyIt } from 'linkify-it';
import { addressRuns } from './address-runs';

/** A piece of a text; `href` where it is an address that may be opened. */
export type Piece = { readonly text: string; readonly href?: string };

/** Finds hosts, pairs of brackets and the signs that end a sentence. */
const linkifier = new LinkifyIt({ urlAuth: true });

/** Cuts a text into plain pieces and addresses of the web. All pieces together are the text. */
export function splitLinks(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { index, run } of addressRuns(text)) {
    // It may be part of the address before it.
    const address = index < from ? null : addressIn(run);
    if (address === null) continue;
    if (index > from) pieces.push({ text: text.slice(from, index) });
    pieces.push(address);
    from = index + address.text.length;
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

/** The address at the start of the run; null where there is none. */
function addressIn(run: string): Required<Piece> | null {
  const scheme = /^https?:/i.test(run) ? '' : 'http://';
  // Which other characters belong to it has been decided; the linkifier counts them as letters.
  const found = linkifier.matchAtStart(scheme + run.replace(/[^!-~]/g, 'x'));
  if (found === null) return null;
  const text = run.slice(0, found.lastIndex - scheme.length);
  // `**https://a.test**`, `https://a.test~~`: no address ends so, and what stands before may end a sentence, too.
  const bare = text.replace(/[*~:]+$/, '');
  if (bare !== text) return addressIn(bare);
  const href = safeAddress(scheme + text);
  return href === null ? null : { text, href };
}
