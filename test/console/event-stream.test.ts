/** How the console reads the event stream: lines end at CR, LF and CRLF only, wherever its chunks are cut. */
import fc from 'fast-check';
import { HEARTBEAT, toFrame } from '../../src/api/events/frame';
import { createFrameReader, type Frame } from '../../src/console/shared/events/read-frames';
import type { StreamEvents } from '../../src/contracts/conversations/event-stream';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** All events of a stream that comes in cut at these places. */
function read(bytes: Uint8Array, cuts: readonly number[] = []): readonly Frame[] {
  const frames: Frame[] = [];
  const feed = createFrameReader((frame) => frames.push(frame));
  const places = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (const [index, from] of places.slice(0, -1).entries()) feed(bytes.slice(from, places[index + 1]));
  return frames;
}
const dataOf = (text: string): readonly string[] => read(bytesOf(text)).map(({ data }) => data);

/** What cuts lines somewhere, but not in an event stream. */
const SEPARATORS = {
  'LINE SEPARATOR': '\u2028',
  'PARAGRAPH SEPARATOR': '\u2029',
  'NEXT LINE': '\u0085',
  'VERTICAL TAB': '\v',
  'FORM FEED': '\f',
  'a byte order mark': '\uFEFF',
  'FILE SEPARATOR': '\u001C',
  NUL: '\0',
};

describe('an event stream', () => {
  it.each(Object.entries(SEPARATORS))('holds %s as a character of a text like any other', (_, separator) => {
    const data = JSON.stringify({ text: `a${separator}b${separator}` });
    const raw = `{"text":"a${separator}b"}`;
    expect(read(bytesOf(`id: 7\nevent: message\ndata: ${data}\n\ndata: ${raw}\n\n`))).toEqual([
      { id: '7', event: 'message', data },
      { id: undefined, event: 'message', data: raw },
    ]);
  });

  it.each(['\n', '\r\n', '\r'])('may end its lines with %j', (end) => {
    expect(dataOf(['data: 1', '', 'data: 2', '', 'data: 3', 'data: 4', '', ''].join(end))).toEqual(
      // A CR at the very end may be the half of a CRLF: the event waits for what follows.
      end === '\r' ? ['1', '2'] : ['1', '2', '3\n4'],
    );
    expect(dataOf(`data: 1${end}${end}: more${end}`)).toEqual(['1']);
  });

  it.each<[string, string, readonly Frame[]]>([
    ['a comment', ':\n\n: a note\ndata: 1\n\n', [{ id: undefined, event: 'message', data: '1' }]],
    [
      'a mark of the byte order at its start',
      '\uFEFFdata: 1\n\n',
      [{ id: undefined, event: 'message', data: '1' }],
    ],
    ['an event without data', 'id: 1\nevent: ready\n\n', []],
    [
      'fields that no one knows',
      'hello\nfoo: bar\nretry: 5\ndata: 1\n\n',
      [{ id: undefined, event: 'message', data: '1' }],
    ],
    ['a field without a space', 'id:9\nevent:ready\ndata:{}\n\n', [{ id: '9', event: 'ready', data: '{}' }]],
    ['two spaces', 'data:  1\n\n', [{ id: undefined, event: 'message', data: ' 1' }]],
    ['a colon in the value', 'data: a: b\n\n', [{ id: undefined, event: 'message', data: 'a: b' }]],
    [
      'an id that ends with the event',
      'id: 1\ndata: 1\n\ndata: 2\n\n',
      [
        { id: '1', event: 'message', data: '1' },
        { id: undefined, event: 'message', data: '2' },
      ],
    ],
    [
      'what has not arrived in full',
      'data: 1\n\nid: 8\neve',
      [{ id: undefined, event: 'message', data: '1' }],
    ],
  ])('may have %s', (_, text, frames) => {
    expect(read(bytesOf(text))).toEqual(frames);
  });

  it('says the same wherever it is cut: in a line break, in a character, in a field', () => {
    const text = [
      '',
      'id: 1',
      'event: message',
      'data: {"text":"你好\u2028👨‍👩‍👧\u0085"}',
      '',
      ':',
      '',
      'data: é',
      'data: 2',
      '',
      '',
    ];
    for (const end of ['\n', '\r\n']) {
      const bytes = bytesOf(text.join(end));
      const whole = read(bytes);
      expect(whole).toHaveLength(2);
      for (let cut = 0; cut <= bytes.length; cut += 1) expect(read(bytes, [cut])).toEqual(whole);
      expect(read(bytes, [...bytes.keys()])).toEqual(whole);
    }
  });
});

describe('what the API writes', () => {
  const event = (text: string) => ({ text }) as unknown as StreamEvents['message'];

  it('is one line of data, also for clients that cut at other separators of lines', () => {
    const text = Object.values(SEPARATORS).join('x');
    const frame = toFrame('message', event(text), 7);
    expect(frame).toMatch(/^id: 7\nevent: message\ndata: [^\p{Cc}\u2028\u2029]*\n\n$/u);
  });

  it('is read by the console as it was, whatever a customer writes and however the network cuts it', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(anyText, { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(400)),
        (texts, places) => {
          const stream = texts
            .map((text, index) => toFrame('message', event(text), index) + HEARTBEAT)
            .join('');
          const bytes = bytesOf(stream);
          const cuts = places.filter((place) => place < bytes.length);
          expect(read(bytes, cuts).map(({ data }) => JSON.parse(data))).toEqual(texts.map(event));
        },
      ),
    );
  });
});
