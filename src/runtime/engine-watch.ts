import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { InboxDispatcher } from '../dispatch/inbox-dispatcher';
import { createRunWatch, type RunWatch } from '../dispatch/run-watch';
import type { Database } from '../store/database-types';
import { unfinishedContacts } from '../store/open-conversations';
import { readUnfiled, tellAgain } from '../store/unfiled';
import type { TemporalClient } from '../temporal/connection';
import type { ConversationClient } from '../temporal/conversation-client';
import { prepareNamespace } from '../temporal/namespace';
import { createNamespaceKeeper, type NamespaceKeeper } from '../temporal/namespace-keeper';
import type { FindUnhosted } from '../temporal/run-lookup';

const LOOK_EVERY_MS = 5_000;
const LOOK_WITHIN_MS = 3_000;
const WALK_EVERY_MS = 5 * 60_000;
/** Longer than a busy engine takes: somebody should look. */
const FILED_WITHIN_MS = 30_000;

/** Keeps the namespace and its search attributes, for the whole life of a process that works with Temporal. */
export function keepNamespace(
  { connection, options: { namespace } }: TemporalClient,
  logger: Pick<Logger, 'warn' | 'info'>,
): NamespaceKeeper {
  const prepare = (): Promise<string> =>
    connection.withDeadline(Date.now() + LOOK_WITHIN_MS, () => prepareNamespace(connection, namespace));
  return createNamespaceKeeper({ prepare, logger, everyMs: LOOK_EVERY_MS });
}

/** Counts the conversations that this process has restarted; call it for each. */
export function countRaised(metrics: Registry): () => void {
  const counter = new Counter({
    name: 'duihua_conversations_raised_total',
    help: 'Conversations that were begun again from what is stored, because Temporal had lost them',
    registers: [metrics],
  });
  return () => counter.inc();
}

export type EngineWatch = {
  readonly runs: RunWatch;
  /** By name: a sentence that says what is wrong and what to do, or null. */
  readonly warnings: Readonly<Record<'inbox' | 'conversations', () => Promise<string | null>>>;
  readonly close: () => Promise<void>;
};

export type EngineWatchOptions = {
  readonly database: Database;
  readonly conversations: Pick<ConversationClient, 'raise'>;
  readonly findUnhosted: FindUnhosted;
  readonly dispatcher: Pick<InboxDispatcher, 'sweep'>;
  readonly namespace: NamespaceKeeper;
  readonly metrics: Registry;
  readonly logger: Logger;
};

/**
 * Compares what is stored with what Temporal runs: restarts conversations whose run is lost, and reports the state
 * to `/readyz` and `/metrics`.
 */
export function startEngineWatch(options: EngineWatchOptions): EngineWatch {
  const { database, conversations, findUnhosted, dispatcher, namespace, logger } = options;
  const runs = createRunWatch({
    openContacts: (after, limit) => unfinishedContacts(database, after, limit),
    findUnhosted,
    conversations,
    logger,
    everyMs: WALK_EVERY_MS,
  });
  namespace.onReady(({ isReplaced }) => {
    runs.poke();
    const forgotten = isReplaced ? tellAgain(database) : Promise.resolve();
    forgotten.then(dispatcher.sweep).catch((error: unknown) => {
      logger.warn({ err: error }, 'what Temporal has lost is told to it again later');
    });
  });
  measure(options, runs);
  return {
    runs,
    warnings: {
      async inbox() {
        const { count, oldestAgeMs } = await readUnfiled(database);
        if (oldestAgeMs < FILED_WITHIN_MS) return null;
        return (
          `${count} messages of contacts have been waiting for their conversations, the oldest one for ` +
          `${Math.round(oldestAgeMs / 1_000)} s. Look whether Temporal and a worker run, and at their logs.`
        );
      },
      async conversations() {
        const lost = runs.withoutRun();
        if (lost === 0) return null;
        return (
          `${lost} open conversations have no run in Temporal and could not be begun again yet. ` +
          'It is tried again by itself; the log says why it fails.'
        );
      },
    },
    close: runs.close,
  };
}

/** The figures of `/metrics`; those that cannot be read are left out. */
function measure({ database, namespace, metrics }: EngineWatchOptions, runs: RunWatch): void {
  const gauge = (name: string, help: string, read: () => number): void => {
    const added: Gauge = new Gauge({ name, help, registers: [], collect: () => added.set(read()) });
    metrics.registerMetric(added);
  };
  gauge('duihua_temporal_ready', 'Whether Temporal has our namespace and its search attributes', () =>
    namespace.state().type === 'ready' ? 1 : 0,
  );
  gauge(
    'duihua_open_conversations_without_run',
    'Open conversations whose run is gone and that could not be begun again',
    runs.withoutRun,
  );
  const count: Gauge = new Gauge({
    name: 'duihua_inbox_unfiled',
    help: 'Items of contacts that no conversation has taken yet',
    registers: [],
  });
  const oldest: Gauge = new Gauge({
    name: 'duihua_inbox_oldest_unfiled_seconds',
    help: 'How long the oldest of them has been waiting',
    registers: [],
    async collect() {
      const unfiled = await readUnfiled(database).catch(() => null);
      count.reset();
      oldest.reset();
      count.set(unfiled?.count ?? Number.NaN);
      oldest.set(unfiled === null ? Number.NaN : unfiled.oldestAgeMs / 1_000);
    },
  });
  metrics.registerMetric(oldest);
  metrics.registerMetric(count);
}
