import type { Logger } from 'pino';
import { Histogram } from 'prom-client';
import type { Projection } from '../../domain/chain/projection';

/** The alert on long histories names the bound. */
const LONG = 2_000;
/**
 * A run continues as new at 400 events (workflows/conversation), or somewhat later if it is busy. A run in an endless loop
 * passes every bound.
 */
const BUCKETS = [50, 100, 200, 400, 1_000, LONG, 5_000, 10_000, 20_000];
const WARN_EVERY_MS = 60_000;

export type HistoryLengths = {
  readonly figure: Histogram;
  /** Takes note of what a conversation writes to the database. */
  readonly note: (projection: Pick<Projection, 'contactId' | 'runId' | 'chain'>) => void;
};

/**
 * Creates the figure `duihua_conversation_history_events`: whenever a worker writes a conversation to the database, the number of
 * events in the history of its run. Temporal cannot list running workflows by it, so the log names those that are too long, one a
 * minute at most. `now`: a clock in ms that only moves forwards.
 */
export function createHistoryLengths(
  logger: Pick<Logger, 'warn'>,
  now: () => number = () => performance.now(),
): HistoryLengths {
  let warnedAt = Number.NEGATIVE_INFINITY;
  const figure = new Histogram({
    name: 'duihua_conversation_history_events',
    help: 'Events in the history of a conversation’s run, each time it was written to the database',
    buckets: BUCKETS,
    registers: [],
  });
  return {
    figure,
    note({ contactId, runId, chain }) {
      // Missing in activities that were scheduled by a release before it existed.
      if (chain === undefined) return;
      figure.observe(chain.historyLength);
      if (chain.historyLength <= LONG || now() - warnedAt < WARN_EVERY_MS) return;
      warnedAt = now();
      logger.warn(
        { contactId, runId, events: chain.historyLength },
        'the history of this conversation is far too long; look at its run in the Temporal UI',
      );
    },
  };
}
