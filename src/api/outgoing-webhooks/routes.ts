import { type WebhookBody, type WebhookDeliveryBody, webhookRoutes } from '../../contracts/webhooks/webhook';
import type { Deliver } from '../../outgoing/deliver';
import { ADDRESS_FAULT_SENTENCES } from '../../platform/network/egress-policy';
import type { GuardedClient } from '../../platform/network/guarded-client';
import { makeSiqKeys } from '../../platform/secrets/siq-keys';
import type { ChannelStore } from '../../store/channels/channels';
import type { WebhookDeliveries } from '../../store/webhooks/deliveries';
import type { DeliveryLog, LoggedDelivery } from '../../store/webhooks/delivery-log';
import type { Replay, WebhookReplays } from '../../store/webhooks/replays';
import {
  type Webhook,
  type WebhookCounts,
  type WebhookFields,
  type WebhookStore,
} from '../../store/webhooks/webhooks';
import type { Named } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import type { Viewer } from '../middleware/viewer';
import { toIso, toIsoOrNull } from '../present/times';
import { conflict, invalidField, orNotFound } from '../problems';
import { pageOf } from '../request';
import { finding, implement, type Route } from '../route';

type Deps = {
  readonly webhooks: WebhookStore;
  readonly webhookDeliveries: Pick<WebhookDeliveries, 'addTest'>;
  readonly deliveryLog: DeliveryLog;
  readonly webhookReplays: WebhookReplays;
  readonly deliver: Deliver;
  readonly checkAddress: GuardedClient['check'];
  readonly channels: Pick<ChannelStore, 'find'>;
};
type Warnings = WebhookBody['warnings'];

const HOUR_MS = 3_600_000;

/** Outgoing webhooks: administrators add and test them, and see what became of each delivery. */
export function createOutgoingWebhookRoutes(deps: Deps): readonly Route[] {
  const { webhooks, webhookDeliveries, deliveryLog, webhookReplays, deliver, checkAddress, channels } = deps;
  const requested = async ({ params }: Named) => orNotFound(await webhooks.find(params.id));
  const shown = async (
    list: readonly Webhook[],
    warnings: Warnings = [],
  ): Promise<readonly WebhookBody[]> => {
    const ids = list.map(({ id }) => id);
    const [counts, replays] = await Promise.all([webhooks.counts(ids), webhookReplays.of(ids)]);
    return list.map((one) =>
      present(one, { counts: counts.get(one.id), replay: replays.get(one.id), warnings }),
    );
  };
  const showOne = async (one: Webhook | null, warnings?: Warnings): Promise<WebhookBody> => {
    const [body] = await shown([orNotFound(one)], warnings);
    return orNotFound(body ?? null);
  };
  /** Refuses what cannot be: an address that may not be called, brands and channels that are none. */
  const checked = async (
    { url, brandIds, channelIds }: Partial<WebhookFields>,
    viewer: Viewer,
  ): Promise<Warnings> => {
    for (const id of brandIds ?? []) {
      if (!viewer.brandIds.includes(id)) throw invalidField('brandIds', 'names something that is no brand');
    }
    for (const id of channelIds ?? []) {
      if ((await channels.find(id, viewer.brandIds)) === null)
        throw invalidField('channelIds', 'names something that is no channel');
    }
    if (url === undefined) return [];
    const check = await checkAddress(url);
    if (check.type === 'refused')
      throw invalidField('url', ADDRESS_FAULT_SENTENCES[check.fault], check.fault);
    return check.type === 'unresolved'
      ? [{ path: 'url', message: 'has a name that cannot be resolved now' }]
      : [];
  };

  return implement(webhookRoutes)({
    async listWebhooks({ query }) {
      const { items, nextCursor } = await webhooks.list(pageOf(query));
      return { items: [...(await shown(items))], nextCursor };
    },
    async createWebhook({ viewer, body, request }) {
      const warnings = await checked(body, viewer);
      const created = await webhooks.create(body, auditActorOf(request));
      return { ...(await showOne(created.webhook, warnings)), secret: created.secret };
    },
    getWebhook: finding(requested, ({ found }) => showOne(found)),
    changeWebhook: finding(requested, async ({ found, viewer, body, request }) => {
      const change = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
      if (Object.keys(change).length === 0) return showOne(found);
      const warnings = await checked(change, viewer);
      return showOne(await webhooks.change(found.id, change, auditActorOf(request)), warnings);
    }),
    deleteWebhook: finding(requested, async ({ found, request }) => {
      if (!(await webhooks.remove(found.id, auditActorOf(request)))) orNotFound(null);
    }),
    rotateWebhook: finding(requested, async ({ found, body, request }) => {
      const graceMs = body.graceHours * HOUR_MS;
      const rotated = orNotFound(await webhooks.rotate(found.id, graceMs, auditActorOf(request)));
      return { ...(await showOne(rotated.webhook)), secret: rotated.secret };
    }),
    makeWebhookKeys: finding(requested, async ({ found, request }) => {
      if (found.format !== 'salesiq')
        throw conflict('Only a webhook of the format salesiq has a key pair.', 'wrong_format');
      const keys = await makeSiqKeys();
      if (!(await webhooks.keepKeys(found.id, keys, auditActorOf(request)))) orNotFound(null);
      return { publicKey: keys.publicKey };
    }),
    testWebhook: finding(requested, async ({ found, response }) => {
      const { webhook, secrets } = orNotFound(await webhooks.findWithSecrets(found.id));
      const due = await webhookDeliveries.addTest(found.id);
      const ending = new AbortController();
      response.once('close', () => ending.abort(new Error('Nobody waits for the answer any more.')));
      await deliver({ webhook, secrets: secrets.reveal() }, due, {
        now: Date.now,
        signal: ending.signal,
        isOnce: true,
      });
      return presentDelivery(found.id, orNotFound(await deliveryLog.find(found.id, due.eventId)));
    }),
    replayWebhook: finding(requested, async ({ found, body, request }) => {
      const since = Date.parse(body.since);
      const until = body.until === undefined ? null : Date.parse(body.until);
      if (until !== null && until <= since) throw invalidField('until', 'must be later than since');
      const span = { since, until, events: body.events ?? null };
      await webhookReplays.add(found.id, span, auditActorOf(request));
      return showOne(await webhooks.find(found.id));
    }),
    listWebhookDeliveries: finding(requested, async ({ found, query }) => {
      const { status, event, from, limit, cursor } = query;
      const filter = { status, event, from: from === undefined ? undefined : Date.parse(from) };
      const page = { limit, before: cursor === undefined ? null : Number(cursor) };
      const { items, nextCursor } = await deliveryLog.list(found.id, filter, page);
      return { items: items.map((one) => presentDelivery(found.id, one)), nextCursor };
    }),
    redeliverWebhook: finding(
      async ({ params }) => {
        orNotFound(await webhooks.find(params.id));
        return orNotFound(await deliveryLog.find(params.id, params.deliveryId));
      },
      async ({ params, request }) => {
        const asked = await deliveryLog.redeliver(params.id, params.deliveryId, auditActorOf(request));
        return presentDelivery(params.id, orNotFound(asked));
      },
    ),
  });
}

function present(
  webhook: Webhook,
  more: {
    readonly counts: WebhookCounts | undefined;
    readonly replay: Replay | undefined;
    readonly warnings: Warnings;
  },
): WebhookBody {
  const { counts: { open, dead } = { open: 0, dead: 0 }, replay, warnings } = more;
  const { disabled, failingSince, createdAt, events, brandIds, channelIds, ...rest } = webhook;
  return {
    ...rest,
    events: [...events],
    brandIds: brandIds === null ? null : [...brandIds],
    channelIds: channelIds === null ? null : [...channelIds],
    isEnabled: disabled === null,
    disabledReason: (disabled?.reason ?? null) as WebhookBody['disabledReason'],
    disabledAt: toIsoOrNull(disabled?.at ?? null),
    health: { failingSince: toIsoOrNull(failingSince), waiting: open, dead },
    replay:
      replay === undefined
        ? null
        : { askedAt: toIso(replay.askedAt), count: replay.count, progress: replay.progress },
    warnings,
    createdAt: toIso(createdAt),
  };
}

function presentDelivery(webhookId: string, delivery: LoggedDelivery): WebhookDeliveryBody {
  const { eventId, event, status, attempts, nextAttemptAt, request, answer } = delivery;
  return {
    id: eventId,
    webhookId,
    event,
    status,
    attempts: attempts.map(({ at, ...attempt }) => ({ at: toIso(at), ...attempt })),
    nextAttemptAt: toIsoOrNull(nextAttemptAt),
    request: request === null ? null : { headers: { ...request.headers }, body: request.body },
    answer,
  };
}
