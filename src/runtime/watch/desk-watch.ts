import { Gauge, type Registry } from 'prom-client';
import { READ_WITHIN_MS } from '../../api/health/routes';
import { TIMED_OUT, withTimeLimit } from '../../platform/time-limit';
import { createPendingChanges } from '../../store/conversations/pending-changes';
import type { Database } from '../../store/engine/database-types';
import { readUnfiled } from '../../store/transcript/unfiled';
import { countUnknownOutcomes } from '../../store/transcript/unknown-outcomes';

/** By name: null, or a sentence that says what is wrong and what to do. */
export type Warnings = Readonly<Record<string, () => Promise<string | null>>>;

export type DeskWatchOptions = {
  readonly database: Pick<Database, 'db'>;
  /** The number of workflows whose task fails repeatedly; null if it cannot be known. */
  readonly countFailing: () => Promise<number | null>;
  readonly metrics: Registry;
};

/** Longer than on a busy desk: someone should look. */
export const PATIENCE_MS = 30_000;
/** Load balancers ask about every second; the database and Temporal need not be queried each time. */
const FRESH_MS = 2_000;

/**
 * Creates the checks that every process can make for the whole desk, from PostgreSQL and Temporal: figures for
 * `/metrics`, and warnings for `/readyz`. Figures that cannot be read are NaN.
 */
export function watchDesk({ database, countFailing, metrics }: DeskWatchOptions): Warnings {
  const changes = createPendingChanges(database);
  const unfiled = freshly(() => readUnfiled(database));
  const pending = freshly(changes.read);
  const unknown = freshly(() => countUnknownOutcomes(database));
  const failing = freshly(countFailing);

  addGauge(
    metrics,
    'duihua_inbox_unfiled',
    'Items of contacts that have not reached a conversation yet',
    async () => (await unfiled()).count,
  );
  addGauge(
    metrics,
    'duihua_inbox_oldest_unfiled_seconds',
    'How long the oldest of them has been waiting',
    async () => seconds((await unfiled()).oldestAgeMs),
  );
  addGauge(
    metrics,
    'duihua_conversations_pending_changes',
    'Open conversations that do not reflect a change yet: settings, a channel, an operator, a contact',
    async () => (await pending()).count,
  );
  addGauge(
    metrics,
    'duihua_conversations_oldest_pending_change_seconds',
    'How long the oldest of them has been pending',
    async () => seconds((await pending()).oldestAgeMs),
  );
  addGauge(
    metrics,
    'duihua_messages_unknown',
    'Messages with an unknown outcome that no operator has decided about yet',
    unknown,
  );
  addGauge(
    metrics,
    'duihua_workflows_failing',
    'Workflows that are stuck because their workflow task fails repeatedly',
    async () => (await failing()) ?? Number.NaN,
  );

  return {
    async inbox() {
      const { count, oldestAgeMs } = await unfiled();
      if (oldestAgeMs < PATIENCE_MS) return null;
      return (
        `${count} messages from contacts have not reached their conversations, the oldest for ` +
        `${inSeconds(oldestAgeMs)}. Check that Temporal and a worker are running, and read their logs.`
      );
    },
    async news() {
      const { count, oldestAgeMs } = await pending();
      if (oldestAgeMs < PATIENCE_MS) return null;
      return (
        `${count} open conversations have not applied a change (settings, a channel, an operator, a blocked ` +
        `contact), the oldest for ${inSeconds(oldestAgeMs)}. Check that a worker is running, and read its log; ` +
        'the change is signalled again automatically.'
      );
    },
    async workflows() {
      const count = await failing();
      if (count === null || count === 0) return null;
      return (
        `${count} workflows are stuck: their workflow task fails repeatedly. The workers’ logs and the Temporal UI ` +
        '(TemporalReportedProblems) say why; run the version of Duihua that they were started with, or one that fixes it.'
      );
    },
  };
}

/** Adds a figure that is read whenever metrics are collected; NaN if it cannot be read in time. */
export function addGauge(
  metrics: Registry,
  name: string,
  help: string,
  read: () => number | Promise<number>,
): void {
  const gauge: Gauge = new Gauge({
    name,
    help,
    registers: [],
    async collect() {
      gauge.set((await readInTime(read)) ?? Number.NaN);
    },
  });
  metrics.registerMetric(gauge);
}

/**
 * What `read` gives, or null if it fails or takes longer than 2 s. Prometheus gives up an answer that takes too long, and with
 * one figure all others would be lost, also those of the process itself.
 */
export async function readInTime<T>(read: () => T | Promise<T>): Promise<T | null> {
  try {
    const value = await withTimeLimit(Promise.resolve(read()), READ_WITHIN_MS);
    return value === TIMED_OUT ? null : value;
  } catch {
    return null;
  }
}

export const inSeconds = (ms: number): string => `${Math.round(seconds(ms))} s`;

function seconds(ms: number): number {
  return ms / 1_000;
}

/**
 * Shares one reading among all callers until it has ended and for a moment afterwards: while the database is slow, callers who give
 * up after 2 s must not fill it with more and more of them. A failure is shared only by those already waiting.
 */
export function freshly<T>(read: () => Promise<T>): () => Promise<T> {
  let last: { readonly value: Promise<T>; until: number } | null = null;
  return () => {
    if (last !== null && Date.now() < last.until) return last.value;
    const value = read();
    const reading = { value, until: Number.POSITIVE_INFINITY };
    last = reading;
    value.then(
      () => {
        reading.until = Date.now() + FRESH_MS;
      },
      () => {
        last = null;
      },
    );
    return value;
  };
}
