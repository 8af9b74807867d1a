import { Gauge, type Registry } from 'prom-client';
import { createPendingChanges } from '../../store/conversations/pending-changes';
import type { Database } from '../../store/engine/database-types';
import { readUnfiled } from '../../store/transcript/unfiled';
import { countUnknownOutcomes } from '../../store/transcript/unknown-outcomes';

/** By name: a sentence that says what is wrong and what to do, or null. */
export type Warnings = Readonly<Record<string, () => Promise<string | null>>>;

export type DeskWatchOptions = {
  readonly database: Pick<Database, 'db'>;
  /** Workflows whose task fails again and again; null where that cannot be known. */
  readonly countFailing: () => Promise<number | null>;
  readonly metrics: Registry;
};

/** Longer than a busy desk takes: somebody should look. */
export const PATIENCE_MS = 30_000;
/** A balancer asks every second or so; the database and Temporal need not be asked each time. */
const FRESH_MS = 2_000;

/**
 * What every process can tell of the whole desk, from PostgreSQL and Temporal: figures for `/metrics`, and what is wrong
 * for `/readyz`. Figures that cannot be read are NaN.
 */
export function watchDesk({ database, countFailing, metrics }: DeskWatchOptions): Warnings {
  const news = createPendingChanges(database);
  const unfiled = freshly(() => readUnfiled(database));
  const untold = freshly(news.read);
  const unknown = freshly(() => countUnknownOutcomes(database));
  const failing = freshly(countFailing);

  addGauge(
    metrics,
    'duihua_inbox_unfiled',
    'Items of contacts that no conversation has taken yet',
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
    'duihua_conversations_untold',
    'Open conversations that do not show yet what was changed: settings, a channel, an operator, a contact',
    async () => (await untold()).count,
  );
  addGauge(
    metrics,
    'duihua_conversations_oldest_untold_seconds',
    'How long the oldest of them is being told',
    async () => seconds((await untold()).oldestAgeMs),
  );
  addGauge(
    metrics,
    'duihua_messages_unknown',
    'Messages of which nobody knows whether they arrived, and nobody has decided what to do',
    unknown,
  );
  addGauge(
    metrics,
    'duihua_workflows_failing',
    'Workflows that stand still, because their workflow task fails again and again',
    async () => (await failing()) ?? Number.NaN,
  );

  return {
    async inbox() {
      const { count, oldestAgeMs } = await unfiled();
      if (oldestAgeMs < PATIENCE_MS) return null;
      return (
        `${count} messages of contacts have been waiting for their conversations, the oldest one for ` +
        `${inSeconds(oldestAgeMs)}. Look whether Temporal and a worker run, and at their logs.`
      );
    },
    async news() {
      const { count, oldestAgeMs } = await untold();
      if (oldestAgeMs < PATIENCE_MS) return null;
      return (
        `${count} open conversations have not taken what was changed (settings, a channel, an operator, a blocked ` +
        `contact), the oldest one for ${inSeconds(oldestAgeMs)}. Look whether a worker runs, and at its log; ` +
        'they are told again by themselves.'
      );
    },
    async workflows() {
      const count = await failing();
      if (count === null || count === 0) return null;
      return (
        `${count} workflows stand still: their workflow task fails again and again. The workers’ logs and the Temporal UI ` +
        '(TemporalReportedProblems) say why; run the version of Duihua that they were begun with, or one that mends it.'
      );
    },
  };
}

/** Adds a figure that is read when somebody asks for it; NaN where it cannot be. */
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
      gauge.set(await Promise.resolve(read()).catch(() => Number.NaN));
    },
  });
  metrics.registerMetric(gauge);
}

export const inSeconds = (ms: number): string => `${Math.round(seconds(ms))} s`;

function seconds(ms: number): number {
  return ms / 1_000;
}

/** One reading serves all who ask within a moment; a failed one serves those only who wait for it. */
function freshly<T>(read: () => Promise<T>): () => Promise<T> {
  let last: { readonly value: Promise<T>; readonly until: number } | null = null;
  return () => {
    if (last !== null && Date.now() < last.until) return last.value;
    const value = read();
    const reading = { value, until: Date.now() + FRESH_MS };
    last = reading;
    value.catch(() => {
      if (last === reading) last = null;
    });
    return value;
  };
}
