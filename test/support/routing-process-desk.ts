/** A process desk that offers its conversations: two API processes, two workers, and operators with event streams. */
import { openDatabase } from '../../src/store/engine/database';
import type { Database } from '../../src/store/engine/database-types';
import { createApiTokenStore } from '../../src/store/people/api-tokens';
import { createOperatorStore } from '../../src/store/people/operators';
import { findLastingPort } from './lasting-port';
import { listenToEvents } from './listen-to-events';
import { type OfferWatch, watchOffers } from './offer-watch';
import { type PostgresServer, startPostgresServer } from './postgres-server';
import type { DuihuaProcess } from './process';
import { createProcessDesk, type ProcessDesk } from './process-desk';

export type DeskOperator = {
  readonly id: string;
  /** Calls the API as this operator, at a process that answers; status 0: none did. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<number>;
  /** Opens an event stream, and opens it again whenever it ends, as a browser does. */
  readonly connect: () => void;
  readonly disconnect: () => void;
};

export type RoutingDesk = {
  readonly desk: ProcessDesk;
  readonly database: Database;
  readonly watch: OfferWatch;
  readonly brandId: string;
  /** By their names: `api-1`, `api-2`, `worker-1`, `worker-2`. */
  readonly processes: Map<string, DuihuaProcess>;
  /** Starts the process of this name, and waits until it is ready. */
  readonly startOne: (name: string) => Promise<void>;
  readonly operator: (capacity: number) => Promise<DeskOperator>;
  readonly close: () => Promise<void>;
};

const STREAMS_AGAIN_AFTER_MS = 300;

export async function createRoutingDesk(routing: object): Promise<RoutingDesk> {
  const server: PostgresServer = await startPostgresServer();
  const databaseUrl = await server.createDatabase();
  const desk = await createProcessDesk({ databaseUrl });
  const secondPort = String(await findLastingPort());
  const urls = [desk.url, `http://127.0.0.1:${secondPort}`];
  const processes = new Map<string, DuihuaProcess>();
  const startOne = async (name: string): Promise<void> => {
    const isApi = name.startsWith('api');
    const started = desk.launch(isApi ? 'api' : 'worker', name === 'api-2' ? { PORT: secondPort } : {});
    processes.set(name, started);
    await started.prints(isApi ? /the API listens/ : /the worker runs/);
  };
  await startOne('api-1');
  await Promise.all(['api-2', 'worker-1', 'worker-2'].map(startOne));
  const { brandId } = await desk.connect();
  const answer = await desk.call('PATCH', `/brands/${brandId}/routing`, { mode: 'offer', ...routing });
  if (answer.status !== 200) throw new Error(`routing: ${answer.status} ${JSON.stringify(answer.body)}`);
  const database = openDatabase({ databaseUrl });
  const watch = await watchOffers(database);
  const streams = new Set<() => void>();
  let number = 0;

  const operator = async (capacity: number): Promise<DeskOperator> => {
    number += 1;
    const first = number;
    const added = await createOperatorStore(database).create({
      name: `Operator ${number}`,
      email: `operator-${number}@example.com`,
      role: 'operator',
      brandIds: [brandId],
      passwordHash: null,
    });
    if (!('operator' in added)) throw new Error(added.refusal);
    const { id } = added.operator;
    await createOperatorStore(database).update(id, { capacity });
    const { secret } = await createApiTokenStore(database).create({
      operatorId: id,
      name: 'test',
    });
    const headers = {
      authorization: `Bearer ${secret}`,
      'content-type': 'application/json',
      connection: 'close',
    };
    let stop: (() => void) | null = null;
    return {
      id,
      async call(method, path, body) {
        for (const [at] of urls.entries()) {
          const url = urls[(at + first) % urls.length] ?? '';
          const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
          const response = await fetch(`${url}/api/v1${path}`, init).catch(() => null);
          if (response === null) continue;
          await response.text();
          if (response.status !== 503) return response.status;
        }
        return 0;
      },
      connect() {
        if (stop !== null) return;
        let isOver = false;
        let close: () => void = () => undefined;
        const open = async (): Promise<void> => {
          for (let tries = first; !isOver; tries += 1) {
            const heard = await listenToEvents(urls[tries % urls.length] ?? '', { token: secret }).catch(
              () => null,
            );
            if (heard !== null) {
              close = heard.close;
              if (isOver) close();
              await heard.ended;
            }
            await new Promise((resolve) => setTimeout(resolve, STREAMS_AGAIN_AFTER_MS));
          }
        };
        void open();
        stop = () => {
          isOver = true;
          close();
        };
        streams.add(stop);
      },
      disconnect() {
        stop?.();
        stop = null;
      },
    };
  };

  return {
    desk,
    database,
    watch,
    brandId,
    processes,
    startOne,
    operator,
    async close() {
      for (const stop of streams) stop();
      await watch.stop();
      await database.close();
      await desk.close();
      await server.stop();
    },
  };
}
