import { Router } from 'express';
import { type RejectedDeliveryBody, rejectedQuerySchema } from '../../contracts/channels/rejected-delivery';
import type { InboundItem } from '../../domain/messages/inbound';
import type { ReceivedIn } from '../../intake/receiver';
import type { ChannelWithSecrets } from '../../store/channels/channel-rows';
import type {
  KeptDelivery,
  RejectedDeliveries,
  RejectedDelivery,
} from '../../store/channels/rejected-deliveries';
import type { InboxItem } from '../../store/transcript/inbox';
import { WebhookError } from '../../wechat/webhook/webhook-error';
import { auditActorOf } from '../middleware/actor';
import { requireAdministrator, viewerOf } from '../middleware/viewer';
import { ApiError, parseRequest } from '../problems';
import { pathParam } from '../request';
import { readAgain } from './take-again';

export type RejectedRouterDeps = {
  readonly rejected: Omit<RejectedDeliveries, 'keep'>;
  readonly channelOf: (channelId: string) => Promise<ChannelWithSecrets | undefined>;
  readonly receive: (item: InboxItem) => Promise<ReceivedIn>;
};

/** `GET /rejected-deliveries`, `POST /rejected-deliveries/:id/retry`, `DELETE /rejected-deliveries/:id`. */
export function createRejectedRouter({ rejected, channelOf, receive }: RejectedRouterDeps): Router {
  const router = Router();
  const PATH = '/rejected-deliveries';
  router.use(PATH, requireAdministrator);

  router.get(PATH, async (request, response) => {
    const { limit, cursor, channelId } = parseRequest(rejectedQuerySchema, request.query);
    if (cursor?.includes('\0'))
      throw new ApiError('invalid_request', {}, { detail: 'cursor: is not valid.' });
    const { brandIds } = viewerOf(request);
    const page = await rejected.list({ brandIds, channelId }, { limit, after: cursor });
    response.json({ items: page.items.map(presentRejected), nextCursor: page.nextCursor });
  });

  router.post(`${PATH}/:id/retry`, async (request, response) => {
    const kept = await rejected.find(pathParam(request, 'id'), viewerOf(request).brandIds);
    if (kept === undefined) throw new ApiError('not_found');
    const { id, channelId, ageMs } = kept;
    const channel = await channelOf(channelId);
    const by = auditActorOf(request);
    const read = readOrReason(kept, channel);
    if ('reason' in read) {
      await rejected.refuseAgain(id, read.reason, by);
      throw new ApiError('delivery_refused', { reason: read.reason });
    }
    // With its real age: the window of a conversation that it begins counts from when the contact wrote.
    const receivedIn = await receive({ channelId, item: read.item, receivedAt: Date.now() - ageMs });
    await rejected.remove(id, 'rejected_delivery.taken', by);
    response.json({ id, outcome: receivedIn === 'repeat' ? 'repeat' : 'taken' });
  });

  router.delete(`${PATH}/:id`, async (request, response) => {
    const kept = await rejected.find(pathParam(request, 'id'), viewerOf(request).brandIds);
    const isRemoved =
      kept !== undefined &&
      (await rejected.remove(kept.id, 'rejected_delivery.deleted', auditActorOf(request)));
    if (!isRemoved) throw new ApiError('not_found');
    response.status(204).end();
  });
  return router;
}

function readOrReason(
  kept: KeptDelivery,
  channel: ChannelWithSecrets | undefined,
): { readonly item: InboundItem } | { readonly reason: string } {
  try {
    const item = channel === undefined ? null : readAgain(kept, channel);
    if (item === null) {
      const detail = 'Its channel was deleted, or has no account details: it cannot be taken any more.';
      throw new ApiError('conflict', {}, { detail });
    }
    return { item };
  } catch (error) {
    if (error instanceof WebhookError) return { reason: error.reason };
    throw error;
  }
}

function presentRejected(delivery: RejectedDelivery): RejectedDeliveryBody {
  const { id, channelId, reason, size, deliveries, receivedAt } = delivery;
  return { id, channelId, reason, size, deliveries, receivedAt: new Date(receivedAt).toISOString() };
}
