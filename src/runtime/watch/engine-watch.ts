import type { Logger } from 'pino';
import { Counter, type Registry } from 'prom-client';
import { NotReady } from '../../api/health/routes';
import type { InboxDispatcher } from '../../intake/inbox-dispatcher';
import { createRunWatch, type RunWatch } from '../../intake/run-watch';
import { countUnfinishedContacts, unfinishedContacts } from '../../store/conversations/open-conversations';
import type { Database } from '../../store/engine/database-types';
import { tellAgain } from '../../store/transcript/unfiled';
import type { TemporalClient } from '../../temporal/connection';
import type { ConversationClient } from '../../temporal/conversation-client';
import { prepareNamespace } from '../../temporal/namespace';
import { createNamespaceKeeper, type NamespaceKeeper } from '../../temporal/namespace-keeper';
import type { RunLookup } from '../../temporal/run-lookup';
import { addGauge } from './desk-watch';

const LOOK_EVERY_MS = 5_000;
const LOOK_WITHIN_MS = 3_000;
const COMPARED_EVERY_MS = 5 * 60_000;

/** Keeps the namespace and its search attributes prepared for as long as the process runs. */
export function keepNamespace(
  { connection, options: { namespace } }: TemporalClient,
  logger: Pick<Logger, 'warn' | 'info'>,
): NamespaceKeeper {
  const prepare = (): Promise<string> =>
    connection.withDeadline(Date.now() + LOOK_WITHIN_MS, () => prepareNamespace(connection, namespace));
  return createNamespaceKeeper({ prepare, logger, everyMs: LOOK_EVERY_MS });
}

/** Creates the counter of conversations restarted by this process; call the result once for each. */
export function countRestarted(metrics: Registry): () => void {
  const counter = new Counter({
    name: 'duihua_conversations_raised_total',
    help: 'Conversations that were restarted from the store because Temporal had lost them',
    registers: [metrics],
  });
  return () => counter.inc();
}

export type EngineWatch = {
  readonly runs: RunWatch;
  /** By name: null, or a sentence that says what is wrong and what to do. */
  readonly warnings: Readonly<Record<'conversations', () => Promise<string | null>>>;
  readonly close: () => Promise<void>;
};

export type EngineWatchOptions = {
  readonly database: Database;
  readonly conversations: Pick<ConversationClient, 'restart'>;
  readonly lookup: RunLookup;
  readonly dispatcher: Pick<InboxDispatcher, 'sweep'>;
  readonly namespace: NamespaceKeeper;
  readonly metrics: Registry;
  readonly logger: Logger;
};

/**
 * Compares the store with what Temporal runs: restarts conversations whose run is lost, and reports the state to
 * `/readyz` and `/metrics`.
 */
export function startEngineWatch(options: EngineWatchOptions): EngineWatch {
  const { database, conversations, lookup, dispatcher, namespace, metrics, logger } = options;
  const runs = createRunWatch({
    openContacts: (after, limit) => unfinishedContacts(database, after, limit),
    countOpen: () => countUnfinishedContacts(database),
    lookup,
    conversations,
    logger,
    everyMs: COMPARED_EVERY_MS,
  });
  namespace.onReady(({ isReplaced }) => {
    runs.wake();
    const forgotten = isReplaced ? tellAgain(database) : Promise.resolve();
    forgotten.then(dispatcher.sweep).catch((error: unknown) => {
      logger.warn({ err: error }, 'items that Temporal has lost could not be queued again yet');
    });
  });
  measureNamespace(metrics, namespace);
  addGauge(
    metrics,
    'duihua_open_conversations_without_run',
    'Open conversations whose run is lost and that could not be restarted',
    runs.withoutRun,
  );
  return {
    runs,
    warnings: {
      async conversations() {
        const lost = runs.withoutRun();
        if (lost === 0) return null;
        return (
          `${lost} open conversations have no run in Temporal and could not be restarted yet. ` +
          'This is retried automatically; the log says why it fails.'
        );
      },
    },
    close: runs.close,
  };
}

/** For `/readyz`: throws if the namespace cannot be used. That Temporal is unreachable is reported by another check. */
export async function requireNamespace(namespace: Pick<NamespaceKeeper, 'state'>): Promise<void> {
  const state = namespace.state();
  if (state.type !== 'failing') return;
  throw state.problem === null ? new Error('Temporal is unreachable.') : new NotReady(state.problem);
}

/** Adds the figure `duihua_temporal_ready`. */
export function measureNamespace(metrics: Registry, namespace: Pick<NamespaceKeeper, 'state'>): void {
  addGauge(
    metrics,
    'duihua_temporal_ready',
    'Whether Temporal has our namespace and its search attributes',
    () => (namespace.state().type === 'ready' ? 1 : 0),
  );
}
