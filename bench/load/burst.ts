import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Subject } from '../subject';
import type { Delivery } from './deliveries';

const ANSWER_WITHIN_MS = 30_000;
/** How many sockets are opened at a time: a server's backlog is limited. */
const OPENED_AT_ONCE = 200;

/**
 * Posts all deliveries at the same instant: one socket for each, opened beforehand, all written to in one turn of the
 * event loop. Returns each answer's time in ms; throws if one is not `success`.
 */
export async function burst(
  { origin, webhookPath }: Pick<Subject, 'origin' | 'webhookPath'>,
  deliveries: readonly Delivery[],
): Promise<readonly number[]> {
  const { hostname, port, host } = new URL(origin);
  const requests = deliveries.map(({ query, body }) =>
    Buffer.from(
      `POST ${webhookPath}?${query} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: text/xml\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    ),
  );
  const sockets: Socket[] = [];
  for (let from = 0; from < requests.length; from += OPENED_AT_ONCE) {
    const opened = requests.slice(from, from + OPENED_AT_ONCE).map(() => connect(Number(port), hostname));
    await Promise.all(opened.map((socket) => once(socket, 'connect')));
    sockets.push(...opened);
  }
  const releasedAt = performance.now();
  const answers = sockets.map((socket) => answerOf(socket).then(() => performance.now() - releasedAt));
  sockets.forEach((socket, index) => socket.write(requests[index] ?? ''));
  return Promise.all(answers);
}

function answerOf(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setTimeout(ANSWER_WITHIN_MS, () =>
      socket.destroy(new Error('A webhook of the burst was not answered.')),
    );
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    socket.once('error', reject);
    socket.once('close', () => {
      const isSuccess = text.startsWith('HTTP/1.1 200') && text.includes('success');
      if (isSuccess) resolve();
      else reject(new Error(`A webhook of the burst was answered: ${text.slice(0, 200)}`));
    });
  });
}
