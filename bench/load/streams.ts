import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export type StreamAsk =
  | { readonly type: 'open'; readonly url: string; readonly cookies: readonly string[] }
  | { readonly type: 'report' };
export type StreamSaid =
  | { readonly type: 'open' }
  | { readonly type: 'arrivals'; readonly arrivals: readonly Arrivals[] };

/** What one client received: numbers of messages, and when each first arrived, epoch ms. */
type Arrivals = readonly (readonly [number: number, at: number])[];

export type Streams = {
  /** What each client has received so far. */
  readonly arrivals: () => Promise<readonly ReadonlyMap<number, number>[]>;
  readonly close: () => Promise<void>;
};

/** Opens an event stream for each cookie, in another process; resolves when all are live. */
export async function openStreams(url: string, cookies: readonly string[]): Promise<Streams> {
  const child = fork(path.join(__dirname, 'stream-clients.js'));
  const ask = async (asked: StreamAsk): Promise<StreamSaid> => {
    child.send(asked);
    return answerOf(child);
  };
  await ask({ type: 'open', url, cookies });
  return {
    async arrivals() {
      const said = await ask({ type: 'report' });
      return said.type === 'arrivals' ? said.arrivals.map((ofOne) => new Map(ofOne)) : [];
    },
    async close() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

function answerOf(child: ChildProcess): Promise<StreamSaid> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('The clients of the event stream ended.'));
    child.once('exit', ended);
    child.once('message', (said) => {
      child.off('exit', ended);
      resolve(said as StreamSaid);
    });
  });
}
