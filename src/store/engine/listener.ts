/** `LISTEN` on one dedicated connection for all channels of a process; it reconnects automatically. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from 'pino';
import { newId } from '../../platform/ids';
import { connectionOptions } from './connection-options';
import type { Database } from './database-types';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
/** A connection that a firewall has dropped stays silent: it is probed this often, and has this long to answer. */
const CONNECTION_PROBE_EVERY_MS = 15_000;
const PROBE_PATIENCE_MS = 5_000;
/** Behind a transaction pooler, which does not forward notices, every process looks for changes this often. */
const LOOK_EVERY_MS = 1_000;
const ECHO_CHANNEL = 'duihua_echo';
const ECHOES = 3;
const ECHO_PATIENCE_MS = 2_000;
const ECHO_AGAIN_AFTER_MS = 60_000;

type Subscription = {
  readonly channel: string;
  readonly handler: (payload: string) => void;
  readonly onMissed: (() => void) | undefined;
};

type Options = {
  readonly databaseUrl: string;
  readonly logger?: Logger | undefined;
  /** Sends a notice the same way as the process sends all others, to see whether it arrives here. */
  readonly notify: (channel: string, payload: string) => Promise<void>;
};

/** Listens for all subscriptions of this process. The connection is opened with the first one. */
export function createListener({ databaseUrl, logger, notify }: Options): Pick<Database, 'listen' | 'close'> {
  const subscriptions = new Set<Subscription>();
  let client: Client | undefined;
  let firstTry: Promise<void> | undefined;
  let again: NodeJS.Timeout | undefined;
  let looking: NodeJS.Timeout | undefined;
  let isClosed = false;
  let hasMissed = false;
  /** A connection runs one statement at a time; each of these waits for the one before it. */
  let lastStatement: Promise<unknown> = Promise.resolve();
  let hearEcho: (payload: string) => void = () => undefined;

  const guarded = (call: () => void): void => {
    try {
      call();
    } catch (error) {
      logger?.error({ err: error }, 'a listener of the database failed');
    }
  };
  const lookAgain = (): void => {
    for (const { onMissed } of subscriptions) if (onMissed !== undefined) guarded(onMissed);
  };
  const ask = (on: Client, statement: string): Promise<unknown> => {
    const answer = lastStatement.then(() => on.query(statement));
    lastStatement = answer.catch(() => undefined);
    return answer;
  };
  const listenTo = (on: Client, channel: string): Promise<unknown> =>
    ask(on, `listen ${on.escapeIdentifier(channel)}`);

  async function connect(waitMs: number): Promise<void> {
    const fresh = new Client(connectionOptions(databaseUrl, 'duihua-listen', PROBE_PATIENCE_MS));
    let isLost = false;
    const lose = (reason: unknown, nextWaitMs: number): void => {
      if (isLost) return;
      isLost = true;
      if (client === fresh) client = undefined;
      fresh.end().catch(() => undefined);
      if (isClosed) return;
      hasMissed = true;
      logger?.warn({ err: reason, waitMs: nextWaitMs }, 'the listening database connection was lost');
      again = setTimeout(() => void connect(Math.min(nextWaitMs * 2, LONGEST_WAIT_MS)), nextWaitMs);
    };
    fresh.on('error', (error) => lose(error, FIRST_WAIT_MS));
    fresh.on('end', () => lose(new Error('the server closed the connection'), FIRST_WAIT_MS));
    fresh.on('notification', ({ channel, payload }) => {
      if (channel === ECHO_CHANNEL) hearEcho(payload ?? '');
      for (const subscription of subscriptions) {
        if (subscription.channel === channel) guarded(() => subscription.handler(payload ?? ''));
      }
    });
    lastStatement = Promise.resolve();
    try {
      await fresh.connect();
      if (isClosed) return lose(undefined, waitMs);
      // Set before the channels are read, so that `listen` does not miss one that is added in the meantime.
      client = fresh;
      for (const channel of new Set([ECHO_CHANNEL, ...[...subscriptions].map((one) => one.channel)])) {
        await listenTo(fresh, channel);
      }
    } catch (error) {
      lose(error, waitMs);
      return;
    }
    probe(fresh, lose);
    void lookWhereDeaf(fresh);
    if (!hasMissed) return;
    hasMissed = false;
    lookAgain();
  }

  function probe(current: Client, lose: (reason: unknown, waitMs: number) => void): void {
    const timer = setInterval(() => {
      if (client !== current) return clearInterval(timer);
      ask(current, 'select 1').catch((error: unknown) => lose(error, FIRST_WAIT_MS));
    }, CONNECTION_PROBE_EVERY_MS);
    timer.unref();
  }

  /** Starts to look every second if notices do not arrive, and stops that if they do. */
  async function lookWhereDeaf(current: Client): Promise<void> {
    const hears = await hearsEchoes();
    if (isClosed || client !== current) return;
    if (hears === undefined) return hearAgain(current, ECHO_PATIENCE_MS);
    clearInterval(looking);
    looking = undefined;
    if (hears) return;
    logger?.warn(
      'database notifications do not arrive (is DATABASE_URL a transaction pooler?): polling for changes every second. Set DATABASE_LISTEN_URL to the server itself.',
    );
    looking = setInterval(lookAgain, LOOK_EVERY_MS);
    looking.unref();
    // On a busy machine they may have been late just once.
    hearAgain(current, ECHO_AGAIN_AFTER_MS);
  }

  function hearAgain(current: Client, afterMs: number): void {
    setTimeout(() => void lookWhereDeaf(current), afterMs).unref();
  }

  /** Whether several notices arrive: a pooler may forward one by chance. Undefined if none could be sent, e.g. while the server is down. */
  async function hearsEchoes(): Promise<boolean | undefined> {
    for (let count = 0; count < ECHOES; count += 1) {
      const word = newId();
      const heard = new Promise<true>((resolve) => {
        hearEcho = (payload) => {
          if (payload === word) resolve(true);
        };
      });
      try {
        await notify(ECHO_CHANNEL, word);
      } catch {
        return undefined;
      }
      const isHeard = await Promise.race([heard, sleep(ECHO_PATIENCE_MS, false, { ref: false })]);
      if (!isHeard) return false;
    }
    return true;
  }

  return {
    async listen(channel, handler, onMissed) {
      const subscription = { channel, handler, onMissed };
      subscriptions.add(subscription);
      firstTry ??= connect(FIRST_WAIT_MS);
      await firstTry;
      // A second LISTEN is harmless; a failure loses the connection, and all channels are subscribed to again.
      if (client !== undefined) await listenTo(client, channel).catch(() => undefined);
      return async () => {
        subscriptions.delete(subscription);
      };
    },
    async close() {
      isClosed = true;
      clearTimeout(again);
      clearInterval(looking);
      subscriptions.clear();
      await firstTry;
      await client?.end().catch(() => undefined);
    },
  };
}
