import type { StreamEvent } from './types.js';

/** The events in a body of `text/event-stream`. `heard` is called whenever something arrives, comments included. */
export async function* parseEvents(
  body: ReadableStream<Uint8Array>,
  heard: () => void,
): AsyncGenerator<StreamEvent, void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let waiting = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heard();
      const blocks = (waiting + decoder.decode(value, { stream: true })).split('\n\n');
      waiting = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event !== undefined) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** One event as the desk writes it: the lines `id: …` (not always), `event: …` and `data: …`. A comment is none. */
function parseEvent(block: string): StreamEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ');
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 2));
  }
  const type = fields.get('event');
  const data = fields.get('data');
  if (type === undefined || data === undefined) return undefined;
  // The desk checks what it sends against the same contract that the types are made from.
  return { type, id: fields.get('id') ?? null, data: JSON.parse(data) } as StreamEvent;
}
