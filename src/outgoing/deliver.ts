/** Delivers one event to one endpoint: makes and signs the request, posts it, and records what came of it. */
import { FAILING_DISABLES_MS, type NextTry, nextTry, parseRetryAfter } from '../domain/webhooks/schedule';
import type { GuardedClient } from '../platform/network/guarded-client';
import { signWebhook } from '../platform/network/sign-webhook';
import { signSiq } from '../platform/secrets/siq-keys';
import { isDatabaseAway } from '../store/engine/errors';
import type { SentRequest, TryRecord, WebhookDeliveries } from '../store/webhooks/deliveries';
import type { DueDelivery } from '../store/webhooks/due-delivery';
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
  readonly logger: { readonly error: (fields: object, message: string) => void };
  /** The wall clock, epoch ms: signatures are made by it. */
  readonly clock?: () => number;
  readonly random?: () => number;
};

const OVERLOADED: ReadonlySet<number | null> = new Set([429, 502, 504]);
const GONE = 410;

/**
 * Creates the function that delivers. It rejects where the database is away, or the signal says so; then nothing is recorded. What
 * else goes wrong here is a try that failed (`internal`): one event that cannot be made holds no other up. A test that nobody waits
 * for any more is recorded as well (`aborted`).
 */
export function createDeliver(deps: DeliverDeps): Deliver {
  const {
    client,
    deliveries,
    webhooks,
    present,
    readSalesiqFacts,
    logger,
    clock = Date.now,
    random = Math.random,
  } = deps;
  const makeRequest = async ({ webhook, secrets }: Endpoint, due: DueDelivery): Promise<SentRequest> => {
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
    return { headers, body };
  };
  return async (endpoint, due, { now, signal, isOnce = false }) => {
    const { webhook } = endpoint;
    const startedAt = now();
    let request: SentRequest | null = null;
    let posted: Posted;
    try {
      request = await makeRequest(endpoint, due);
      posted = await postEvent(client, { url: webhook.url, ...request }, signal);
    } catch (error) {
      if (isOnce && signal.aborted) {
        posted = notPosted('aborted', now() - startedAt);
      } else {
        signal.throwIfAborted();
        if (isDatabaseAway(error)) throw error;
        const { sequence, event } = due;
        // Once for each time that it is sent.
        if (due.firstTryAt === null)
          logger.error({ err: error, webhookId: webhook.id, sequence, event }, 'an event could not be made');
        posted = notPosted('internal', now() - startedAt);
      }
    }
    const firstTryAt = due.firstTryAt ?? startedAt;
    const isSuccess = posted.error === null;
    const next =
      isSuccess || isOnce
        ? null
        : nextTry({
            failedAt: now(),
            firstTryAt,
            step: due.step,
            asked: due.asked,
            retryAfterMs: parseRetryAfter(posted.retryAfter, clock()),
            random: random(),
          });
    const { failingSince } = await deliveries.record(
      webhook.id,
      due,
      toRecord(posted, {
        request,
        at: startedAt,
        firstTryAt,
        next,
        wasHealthy: webhook.failingSince === null,
      }),
    );
    const isGone = posted.status === GONE;
    const isHopeless = failingSince !== null && now() - failingSince >= FAILING_DISABLES_MS;
    if (isGone || isHopeless) await webhooks.disable(webhook.id, isGone ? 'gone' : 'failing');
    return { isSuccess, next, isOverloaded: OVERLOADED.has(posted.status), isOff: isGone || isHopeless };
  };
}

function notPosted(error: string, ms: number): Posted {
  return { status: null, error, answer: null, retryAfter: null, ms: Math.round(ms) };
}

function toRecord(
  { status, error, ms, answer }: Posted,
  more: Pick<TryRecord, 'request' | 'firstTryAt' | 'wasHealthy'> & {
    readonly at: number;
    readonly next: NextTry | null;
  },
): TryRecord {
  const { request, firstTryAt, at, next, wasHealthy = false } = more;
  const attempt = { at: Math.round(at), status, ms, ...(error === null ? {} : { error }) };
  const base = { attempt, request, answer, firstTryAt, wasHealthy };
  if (error === null) return { ...base, status: 'succeeded' };
  if (next === null) return { ...base, status: 'dead' };
  const { at: nextAttemptAt, step, asked, isAlone } = next;
  return { ...base, status: 'failed', nextAttemptAt, step, asked, isAlone };
}
