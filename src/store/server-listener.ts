/** `LISTEN` on one dedicated connection for all channels of a process, which comes back by itself. */
import { Client } from 'pg';
import type { Logger } from 'pino';
import type { Database } from './database-types';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
/** A connection that a firewall has dropped says nothing by itself: it is asked this often, and given this long. */
const PROBE_EVERY_MS = 15_000;
const PROBE_PATIENCE_MS = 5_000;

type Subscription = {
  readonly channel: string;
  readonly handler: (payload: string) => void;
  readonly onReconnect: (() => void) | undefined;
};

type Options = { readonly databaseUrl: string; readonly logger?: Logger | undefined };

/** Listens for all subscriptions of this process. The connection is opened with the first one. */
export function createServerListener({ databaseUrl, logger }: Options): Pick<Database, 'listen' | 'close'> {
  const subscriptions = new Set<Subscription>();
  let client: Client | undefined;
  let firstTry: Promise<void> | undefined;
  let again: NodeJS.Timeout | undefined;
  let isClosed = false;
  let hasMissed = false;

  const guarded = (call: () => void): void => {
    try {
      call();
    } catch (error) {
      logger?.error({ err: error }, 'a listener of the database failed');
    }
  };

  async function connect(waitMs: number): Promise<void> {
    const fresh = new Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: PROBE_PATIENCE_MS,
      query_timeout: PROBE_PATIENCE_MS,
      keepAlive: true,
      application_name: 'duihua-listen',
    });
    let isLost = false;
    const lose = (reason: unknown, nextWaitMs: number): void => {
      if (isLost) return;
      isLost = true;
      if (client === fresh) client = undefined;
      fresh.end().catch(() => undefined);
      if (isClosed) return;
      hasMissed = true;
      logger?.warn({ err: reason, waitMs: nextWaitMs }, 'the listening database connection is away');
      again = setTimeout(() => void connect(Math.min(nextWaitMs * 2, LONGEST_WAIT_MS)), nextWaitMs);
    };
    fresh.on('error', (error) => lose(error, FIRST_WAIT_MS));
    fresh.on('end', () => lose(new Error('the server closed the connection'), FIRST_WAIT_MS));
    fresh.on('notification', ({ channel, payload }) => {
      for (const subscription of subscriptions) {
        if (subscription.channel === channel) guarded(() => subscription.handler(payload ?? ''));
      }
    });
    try {
      await fresh.connect();
      if (isClosed) return lose(undefined, waitMs);
      // Known to `listen` before the channels are read, so that one added meanwhile is not forgotten.
      client = fresh;
      for (const channel of new Set([...subscriptions].map((subscription) => subscription.channel))) {
        await fresh.query(`listen ${fresh.escapeIdentifier(channel)}`);
      }
    } catch (error) {
      lose(error, waitMs);
      return;
    }
    probe(fresh, lose);
    if (!hasMissed) return;
    hasMissed = false;
    for (const { onReconnect } of subscriptions) if (onReconnect !== undefined) guarded(onReconnect);
  }

  function probe(current: Client, lose: (reason: unknown, waitMs: number) => void): void {
    const timer = setInterval(() => {
      if (client !== current) return clearInterval(timer);
      current.query('select 1').catch((error: unknown) => lose(error, FIRST_WAIT_MS));
    }, PROBE_EVERY_MS);
    timer.unref();
  }

  return {
    async listen(channel, handler, onReconnect) {
      const subscription = { channel, handler, onReconnect };
      subscriptions.add(subscription);
      firstTry ??= connect(FIRST_WAIT_MS);
      await firstTry;
      // Twice the same LISTEN is harmless; a failure loses the connection, and all channels are asked for anew.
      await client?.query(`listen ${client.escapeIdentifier(channel)}`).catch(() => undefined);
      return async () => {
        subscriptions.delete(subscription);
      };
    },
    async close() {
      isClosed = true;
      clearTimeout(again);
      subscriptions.clear();
      await firstTry;
      await client?.end().catch(() => undefined);
    },
  };
}
