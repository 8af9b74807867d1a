/** Delivers one event to one endpoint: makes and signs the request, posts it, and records what came of it. */
import { FAILING_DISABLES_MS, type NextTry, nextTry, parseRetryAfter } from '../domain/webhooks/schedule';
import type { GuardedClient } from '../platform/network/guarded-client';
import { signWebhook } from '../platform/network/sign-webhook';
import { signSiq } from '../platform/secrets/siq-keys';
import type { DueDelivery, TryRecord, WebhookDeliveries } from '../store/webhooks/deliveries';
import type { Webhook, WebhookSecrets, WebhookStore } from '../store/webhooks/webhooks';
import { type PresentEvent, toNativeBody } from './body';
import { type Posted, postEvent } from './post-event';
import { type ReadSalesiqFacts, toSalesiqBody } from './salesiq-body';

/** An endpoint with what it needs to be called. */
export type Endpoint = { readonly webhook: Webhook; readonly secrets: WebhookSecrets };

export type Delivered = {
  readonly isSuccess: boolean;
  /** When it is tried again; null: it is not. */
  readonly next: NextTry | null;
  /** The endpoint says, or shows, that it has too much to do. */
  readonly isOverloaded: boolean;
  /** The endpoint is disabled from now on. */
  readonly isOff: boolean;
};

export type DeliverOptions = {
  /** The clock of the schedule, epoch ms: that of the workflow. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** It is tried once only: a test. */
  readonly isOnce?: boolean;
};

export type Deliver = (endpoint: Endpoint, due: DueDelivery, options: DeliverOptions) => Promise<Delivered>;

export type DeliverDeps = {
  readonly client: Pick<GuardedClient, 'call'>;
  readonly deliveries: Pick<WebhookDeliveries, 'record'>;
  readonly webhooks: Pick<WebhookStore, 'disable'>;
  readonly present: PresentEvent;
  readonly readSalesiqFacts: ReadSalesiqFacts;
  /** The wall clock, epoch ms: signatures are made by it. */
  readonly clock?: () => number;
  readonly random?: () => number;
};

const OVERLOADED: ReadonlySet<number | null> = new Set([429, 502, 504]);
const GONE = 410;

/** Creates the function that delivers. It rejects only for faults of ours; then nothing is recorded. */
export function createDeliver(deps: DeliverDeps): Deliver {
  const {
    client,
    deliveries,
    webhooks,
    present,
    readSalesiqFacts,
    clock = Date.now,
    random = Math.random,
  } = deps;
  return async ({ webhook, secrets }, due, { now, signal, isOnce = false }) => {
    const objects = await present(due);
    const body =
      webhook.format === 'salesiq'
        ? await toSalesiqBody(due, objects, webhook.id, readSalesiqFacts)
        : toNativeBody(due, objects);
    const wallNow = clock();
    const signing = [
      secrets.current,
      ...secrets.former.filter(({ until }) => until > wallNow).map(({ secret }) => secret),
    ];
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Duihua-Webhooks/1',
      ...signWebhook(signing, { id: due.eventId, at: wallNow, body }),
      ...(secrets.privateKey === null ? {} : { 'x-siqsignature': signSiq(secrets.privateKey, body) }),
    };
    const startedAt = now();
    const posted = await postEvent(client, { url: webhook.url, headers, body }, signal);
    const firstTryAt = due.firstTryAt ?? startedAt;
    const isSuccess = posted.error === null;
    const next =
      isSuccess || isOnce
        ? null
        : nextTry({
            failedAt: now(),
            firstTryAt,
            step: due.step,
            retryAfterMs: parseRetryAfter(posted.retryAfter, clock()),
            random: random(),
          });
    const { failingSince } = await deliveries.record(
      webhook.id,
      due,
      toRecord(posted, { request: { headers, body }, at: startedAt, firstTryAt, next, isOnce }),
    );
    const isGone = posted.status === GONE;
    const isHopeless = failingSince !== null && now() - failingSince >= FAILING_DISABLES_MS;
    if (isGone || isHopeless) await webhooks.disable(webhook.id, isGone ? 'gone' : 'failing');
    return { isSuccess, next, isOverloaded: OVERLOADED.has(posted.status), isOff: isGone || isHopeless };
  };
}

function toRecord(
  { status, error, ms, answer }: Posted,
  more: Pick<TryRecord, 'request' | 'firstTryAt'> & {
    readonly at: number;
    readonly next: NextTry | null;
    readonly isOnce: boolean;
  },
): TryRecord {
  const { request, firstTryAt, at, next } = more;
  const attempt = { at: Math.round(at), status, ms, ...(error === null ? {} : { error }) };
  const base = { attempt, request, answer, firstTryAt };
  if (error === null) return { ...base, status: 'succeeded' };
  if (next === null) return { ...base, status: 'dead' };
  return { ...base, status: 'failed', nextAttemptAt: next.at, step: next.step, isAlone: next.isAlone };
}
