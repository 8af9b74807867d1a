/** A line to a PostgreSQL server that a test can cut, also right after the server got a statement. */
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type DatabaseLine = {
  /** The server's URL through this line. */
  readonly url: string;
  /** Ends every connection and lets no new one come. */
  readonly cut: () => Promise<void>;
  /** Lets the next statement that matches reach the server, and cuts the line before the answer comes back. */
  readonly cutAfter: (statement: RegExp) => void;
  readonly mend: () => Promise<void>;
  /**
   * The server dies in the moment after its next whole answer: what it says then arrives together with the answer, on the
   * connection that gets it. The others live on.
   */
  readonly dieWithNextAnswer: () => void;
  readonly close: () => Promise<void>;
};

/** The server has done by then what it was asked. */
const DONE_AFTER_MS = 150;

/** Opens a line to the server of `url`. Close it after the tests. */
export async function openDatabaseLine(url: string): Promise<DatabaseLine> {
  const target = new URL(url);
  const folder = target.searchParams.get('host');
  const sockets = new Set<Socket>();
  let awaited: RegExp | null = null;
  let isDying = false;
  const server = createServer((client) => {
    const upstream =
      folder === null
        ? connect(Number(target.port), target.hostname)
        : connect(`${folder}/.s.PGSQL.${target.port === '' ? '5432' : target.port}`);
    let isMute = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (chunk) => {
      if (awaited?.test(chunk.toString('latin1')) === true) {
        awaited = null;
        isMute = true;
        void sleep(DONE_AFTER_MS).then(line.cut);
      }
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (isMute) return;
      if (isDying && isWhole(chunk)) {
        isDying = false;
        client.end(Buffer.concat([chunk, LAST_WORDS]));
      } else client.write(chunk);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const own = new URL(url);
  own.search = '';
  own.hostname = '127.0.0.1';
  own.port = String(port);
  const line: DatabaseLine = {
    url: own.href,
    async cut() {
      awaited = null;
      const isClosed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await isClosed;
    },
    cutAfter(statement) {
      awaited = statement;
    },
    async mend() {
      if (!server.listening) await listen(server, port);
    },
    dieWithNextAnswer() {
      isDying = true;
    },
    close: () => line.cut(),
  };
  return line;
}

/** ErrorResponse, as a backend says it whose postmaster is gone. */
const LAST_WORDS = lastWords({
  S: 'FATAL',
  V: 'FATAL',
  C: '57P01',
  M: 'terminating connection due to unexpected postmaster exit',
});

function lastWords(fields: Readonly<Record<string, string>>): Buffer {
  const text = Object.entries(fields).map(([type, value]) => `${type}${value}\0`);
  const body = Buffer.from(`${text.join('')}\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** It ends with ReadyForQuery. */
function isWhole(chunk: Buffer): boolean {
  return chunk.length >= 6 && chunk.subarray(-6, -1).equals(Buffer.from([0x5a, 0, 0, 0, 5]));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
