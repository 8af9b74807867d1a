/** The receiver of outgoing webhooks: answers 204 and counts. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Receiver = {
  readonly url: string;
  /** Forgets what came before. */
  readonly reset: () => void;
  /** When the last of so many different deliveries came, epoch ms. Throws after a long time. */
  readonly whenReceived: (count: number) => Promise<number>;
  readonly close: () => Promise<void>;
};

const WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 5;

/** Starts it on a free port of this machine. */
export async function startReceiver(): Promise<Receiver> {
  const ids = new Set<string>();
  let lastAt = 0;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      ids.add(String(request.headers['webhook-id']));
      lastAt = Date.now();
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 512 }, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    reset() {
      ids.clear();
    },
    async whenReceived(count) {
      for (const giveUpAt = Date.now() + WITHIN_MS; ids.size < count; await sleep(LOOK_EVERY_MS)) {
        if (Date.now() > giveUpAt) throw new Error(`Only ${ids.size} of ${count} deliveries came.`);
      }
      return lastAt;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
