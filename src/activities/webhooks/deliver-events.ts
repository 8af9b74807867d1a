import type { LaneWork } from '../../domain/webhooks/lanes';
import type { Deliver } from '../../outgoing/deliver';
import type { WebhookDeliveries } from '../../store/webhooks/deliveries';
import type { DueDelivery } from '../../store/webhooks/due-delivery';
import type { WebhookStore } from '../../store/webhooks/webhooks';

/** Ids and numbers only. */
export type DeliverEventsInput = {
  readonly webhookId: string;
  readonly work: LaneWork;
  /** The clock of the workflow, epoch ms. */
  readonly now: number;
};

export type DeliveredEvents = {
  /** Those that were tried, or need no try any more. `retryAt`: epoch ms; null: done with. */
  readonly tried: readonly {
    readonly thread: string;
    readonly sequence: number;
    /** Null: it is in the store no more. */
    readonly cycle: number | null;
    readonly retryAt: number | null;
    readonly isAlone: boolean;
  }[];
  readonly successes: number;
  readonly isOverloaded: boolean;
  /** The endpoint is disabled or gone. */
  readonly isOff: boolean;
};

export type DeliverEventsDeps = {
  readonly webhooks: Pick<WebhookStore, 'findWithSecrets'>;
  readonly deliveries: Pick<WebhookDeliveries, 'due'>;
  readonly deliver: Deliver;
  /** Tells Temporal that the activity is alive; aborted when it has to stop. */
  readonly heartbeat: () => { readonly beat: () => void; readonly signal: AbortSignal };
};

const BEAT_EVERY_MS = 2_000;
/** A lane that has worked for so long gives the rest back. */
const WORKS_FOR_MS = 30_000;

/**
 * Delivers events, the threads one after the other and each in its order; behind one that failed its thread waits. Each try is
 * recorded before the next one begins, so an activity that is run again repeats only what it had not recorded.
 */
export function createDeliverEvents(deps: DeliverEventsDeps) {
  const { webhooks, deliveries, deliver, heartbeat } = deps;
  return async ({ webhookId, work, now: startedAt }: DeliverEventsInput): Promise<DeliveredEvents> => {
    const started = performance.now();
    const now = (): number => startedAt + performance.now() - started;
    const { beat, signal } = heartbeat();
    const beating = setInterval(beat, BEAT_EVERY_MS);
    try {
      const sequences = work.flatMap((one) => one.sequences);
      const due = new Map(
        (await deliveries.due(webhookId, sequences)).map((one) => [one.sequence, one] as const),
      );
      const tried: DeliveredEvents['tried'][number][] = [];
      let successes = 0;
      let isOverloaded = false;
      let isOff = false;
      for (const { thread, sequences: ofThread } of work) {
        for (const sequence of ofThread) {
          if (isOff || signal.aborted || performance.now() - started > WORKS_FOR_MS) break;
          const one = due.get(sequence);
          if (one === undefined || isSettled(one)) {
            tried.push({ thread, sequence, cycle: one?.cycle ?? null, retryAt: null, isAlone: false });
            continue;
          }
          const planned = plannedTry(one, now());
          if (planned !== null) {
            tried.push({ thread, sequence, cycle: one.cycle, ...planned });
            if (planned.isAlone) continue;
            break;
          }
          // Read for each try: secrets, address and state may have changed since the last one.
          const found = await webhooks.findWithSecrets(webhookId);
          if (found === null || found.webhook.disabled !== null) {
            isOff = true;
            break;
          }
          const endpoint = { webhook: found.webhook, secrets: found.secrets.reveal() };
          const aheadMs = aheadOf(one, now());
          const result = await deliver(endpoint, one, { now: () => now() + aheadMs, signal });
          const { next } = result;
          tried.push({
            thread,
            sequence,
            cycle: one.cycle,
            retryAt: next === null ? null : Math.round(next.at),
            isAlone: next?.isAlone ?? false,
          });
          if (result.isSuccess) successes += 1;
          isOverloaded ||= result.isOverloaded;
          isOff ||= result.isOff;
          // One that goes on alone lets the others pass; one that waits does not.
          if (next !== null && !next.isAlone) break;
        }
      }
      return { tried, successes, isOverloaded, isOff };
    } finally {
      clearInterval(beating);
    }
  };
}

function isSettled({ status }: DueDelivery): boolean {
  return status === 'succeeded' || status === 'dead';
}

/**
 * The try that was planned when the last one was recorded; null: it is time for one. An activity that is run again, because
 * its result was lost, finds it. What goes on alone is tried once its own workflow has waited for it.
 */
function plannedTry(
  { nextAttemptAt, isAlone, isDue }: DueDelivery,
  now: number,
): { readonly retryAt: number; readonly isAlone: boolean } | null {
  if (nextAttemptAt === null) return null;
  const isTime = isAlone ? isDue : nextAttemptAt <= now;
  return isTime ? null : { retryAt: nextAttemptAt, isAlone };
}

/** By the clock of the workflow that has waited the pause is over, whatever that of the endpoint's says: tests move them apart. */
function aheadOf({ nextAttemptAt, isAlone }: DueDelivery, now: number): number {
  return isAlone && nextAttemptAt !== null ? Math.max(0, nextAttemptAt - now) : 0;
}
