/** What an operator's event stream sends. */
import type { TestOperator } from './administration-app';

export type Heard = {
  /** The `data` of the events of this name so far. */
  readonly of: (event: string) => readonly Record<string, unknown>[];
  readonly close: () => void;
  /** Resolves when the stream has ended, whoever ended it. */
  readonly ended: Promise<void>;
};

/** Opens an event stream; resolves when it is ready, rejects if it ends before. Close it after use. */
export async function listenToEvents(url: string, { token }: Pick<TestOperator, 'token'>): Promise<Heard> {
  const cut = new AbortController();
  const answer = await fetch(`${url}/api/v1/events`, {
    headers: { authorization: `Bearer ${token}` },
    signal: cut.signal,
  });
  const heard: { readonly event: string; readonly data: Record<string, unknown> }[] = [];
  let ended = Promise.resolve();
  const ready = new Promise<void>((resolve, reject) => {
    const read = async (): Promise<void> => {
      let text = '';
      for await (const chunk of answer.body ?? []) {
        text += Buffer.from(chunk as Uint8Array).toString();
        const blocks = text.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const [, event = '', data = ''] = /^(?:id: \d+\n)?event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
          if (event !== '') heard.push({ event, data: JSON.parse(data) as Record<string, unknown> });
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
