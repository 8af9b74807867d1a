import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { toFailure } from './post';

/**
 * Reads a stream of server-sent events. Comments and empty events are progress, and nothing else. Rejects with a
 * `TurnFailed` if the stream stalls, breaks off or is too large.
 */
export async function* readEvents(
  chunks: AsyncIterable<Buffer>,
  onProgress: () => void,
): AsyncGenerator<EventSourceMessage> {
  const events: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of chunks) {
      onProgress();
      parser.feed(decoder.decode(chunk, { stream: true }));
      yield* events.splice(0);
    }
  } catch (error) {
    throw toFailure(error);
  }
  // Some servers forget the empty line behind the last event.
  parser.feed(`${decoder.decode()}\n\n`);
  yield* events.splice(0);
}
