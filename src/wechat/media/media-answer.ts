import { readWeChatJson } from '../calls/json';
import { type MediaStream, withFirstPieces } from './media-stream';

/** What `media/get` answered: a JSON text, or the bytes of something else. */
export type MediaAnswer =
  | { readonly type: 'json'; readonly text: string }
  | { readonly type: 'bytes'; readonly body: AsyncIterable<Buffer>; readonly stop: () => void };

const JSON_BYTES = 65_536;
const OPEN_BRACE = 0x7b;
/** Space, tab, line ends, and the bytes of a byte order mark. */
const BEFORE_JSON: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

/**
 * Distinguishes JSON from a file by the content of the answer, not by its headers: WeChat sometimes labels errors
 * text/plain, and gateways label files as JSON. A file may begin with a brace too (bare speex), so only an answer that
 * is JSON as a whole counts. Rejects if the answer is cut off.
 */
export async function readMediaAnswer({ body, stop }: MediaStream): Promise<MediaAnswer> {
  const pieces = body[Symbol.asyncIterator]();
  const read: Buffer[] = [];
  let isAtEnd = false;
  let bytes = 0;
  try {
    while (!isAtEnd && bytes <= JSON_BYTES && mayBeJson(read)) {
      const { value, done } = await pieces.next();
      isAtEnd = done === true;
      if (done === true) break;
      bytes += value.length;
      read.push(value);
    }
    const text = isAtEnd && mayBeJson(read) ? Buffer.concat(read).toString('utf8') : '';
    const { value } = readWeChatJson(text);
    if (typeof value === 'object' && value !== null) {
      stop();
      return { type: 'json', text };
    }
  } catch (error) {
    stop();
    throw error;
  }
  return { type: 'bytes', body: withFirstPieces(read, pieces, stop), stop };
}

/** False once something precedes the first brace; true while nothing but space has arrived. */
function mayBeJson(read: readonly Buffer[]): boolean {
  for (const piece of read) {
    const first = piece.find((byte) => !BEFORE_JSON.has(byte));
    if (first !== undefined) return first === OPEN_BRACE;
  }
  return true;
}
