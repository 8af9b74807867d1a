import { LinkifyIt } from 'linkify-it';
import { addressRuns } from './address-runs';

/** A piece of a text. It has an `href` if it is an address that may be opened. */
export type Piece = { readonly text: string; readonly href?: string };

/** Finds hosts, pairs of brackets and punctuation at the end of a sentence. */
const linkifier = new LinkifyIt({ urlAuth: true });

/** Cuts a text into plain pieces and web addresses. All pieces joined give the text again. */
export function splitLinks(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { index, run } of addressRuns(text)) {
    // This may be part of the address before it.
    const address = index < from ? null : addressIn(run);
    if (address === null) continue;
    if (index > from) pieces.push({ text: text.slice(from, index) });
    pieces.push(address);
    from = index + address.text.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** A full web address; null for any other scheme and for anything that is not an address. */
export function safeAddress(text: string): string | null {
  if (!/^https?:\/\//i.test(text)) return null;
  try {
    const { protocol, hostname, href } = new URL(text);
    return hostname !== '' && (protocol === 'http:' || protocol === 'https:') ? href : null;
  } catch {
    return null;
  }
}

/** The address at the start of the run; null if there is none. */
function addressIn(run: string): Required<Piece> | null {
  const scheme = /^https?:/i.test(run) ? '' : 'http://';
  // `address-runs.ts` has decided which other characters belong to it, so the linkifier counts them as letters.
  const found = linkifier.matchAtStart(scheme + run.replace(/[^!-~]/g, 'x'));
  if (found === null) return null;
  const text = run.slice(0, found.lastIndex - scheme.length);
  // `**https://a.test**`, `https://a.test~~`: no address ends like this, and the character before may end a sentence
  // too.
  const bare = text.replace(/[*~:]+$/, '');
  if (bare !== text) return addressIn(bare);
  const href = safeAddress(scheme + text);
  return href === null ? null : { text, href };
}
