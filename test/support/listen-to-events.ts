/** What an operator's event stream sends. */
import type { TestOperator } from './administration-app';

export type Heard = {
  /** The `data` of the events of this name so far. */
  readonly of: (event: string) => readonly Record<string, unknown>[];
  readonly close: () => void;
  /** Resolves when the stream has ended, whoever ended it. */
  readonly ended: Promise<void>;
};

export type ListenOptions = Pick<TestOperator, 'token'> & {
  /** The `id` of the last event of the stream before this one. */
  readonly lastEventId?: string | undefined;
  /** Called with each event as it comes, also with those that come before the stream is ready. */
  readonly onEvent?: (event: HeardEvent) => void;
};

export type HeardEvent = {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: Record<string, unknown>;
};

/** Opens an event stream; resolves when it is ready, rejects if it ends before. Close it after use. */
export async function listenToEvents(url: string, options: ListenOptions): Promise<Heard> {
  const { token, lastEventId, onEvent } = options;
  const cut = new AbortController();
  const answer = await fetch(`${url}/api/v1/events`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    signal: cut.signal,
  });
  const heard: HeardEvent[] = [];
  let ended = Promise.resolve();
  const ready = new Promise<void>((resolve, reject) => {
    const read = async (): Promise<void> => {
      let text = '';
      for await (const chunk of answer.body ?? []) {
        text += Buffer.from(chunk as Uint8Array).toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const [, id, event = '', data = ''] =
            /^(?:id: (\d+)\n)?event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
          if (event === '') continue;
          const one = { id, event, data: JSON.parse(data) as Record<string, unknown> };
          heard.push(one);
          onEvent?.(one);
          if (event === 'ready') resolve();
        }
      }
    };
    ended = read()
      .catch(() => undefined)
      .then(() => reject(new Error('The stream has ended.')));
  });
  await ready;
  return {
    of: (name) => heard.filter(({ event }) => event === name).map(({ data }) => data),
    close: () => cut.abort(),
    ended,
  };
}
