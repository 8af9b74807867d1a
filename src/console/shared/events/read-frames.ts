import { createParser } from 'eventsource-parser';

/** One event of a stream; `id` undefined where it had none. */
export type Frame = { readonly id: string | undefined; readonly event: string; readonly data: string };

/**
 * Makes the function that reads an event stream as it comes in, in chunks that may end in the middle of a line, of a line
 * break or of a character. A line ends at CR, LF or CRLF and nowhere else (the HTML standard): U+2028 is a character of
 * a customer's text like any other.
 */
export function createFrameReader(take: (frame: Frame) => void): (chunk: Uint8Array) => void {
  // It leaves out a byte order mark, which may stand before the first line.
  const decoder = new TextDecoder();
  const parser = createParser({
    onEvent: ({ id, event = 'message', data }) => take({ id, event, data }),
  });
  return (chunk) => parser.feed(decoder.decode(chunk, { stream: true }));
}
