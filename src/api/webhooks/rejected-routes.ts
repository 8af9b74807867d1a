import {
  type RejectedDeliveryBody,
  rejectedDeliveryRoutes,
} from '../../contracts/channels/rejected-delivery';
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
import type { Named } from '../access/conversation-access';
import { auditActorOf } from '../middleware/actor';
import { toIso } from '../present/times';
import { ApiError, conflict, orNotFound } from '../problems';
import { implement, type Route } from '../route';
import { readAgain } from './take-again';

type Deps = {
  readonly rejected: Omit<RejectedDeliveries, 'keep'>;
  readonly channelOf: (channelId: string) => Promise<ChannelWithSecrets | null>;
  readonly receive: (item: InboxItem) => Promise<ReceivedIn>;
};

/** Deliveries from WeChat that the webhook could not accept. */
export function createRejectedDeliveryRoutes({ rejected, channelOf, receive }: Deps): readonly Route[] {
  const requested = async ({ params, viewer }: Named): Promise<KeptDelivery> =>
    orNotFound(await rejected.find(params.id, viewer.brandIds));

  return implement(rejectedDeliveryRoutes)({
    async listRejectedDeliveries({ query: { limit, cursor, channelId }, viewer: { brandIds } }) {
      const page = await rejected.list({ brandIds, channelId }, { limit, after: cursor });
      return { items: page.items.map(presentRejected), nextCursor: page.nextCursor };
    },
    async retryRejectedDelivery({ request, ...named }) {
      const kept = await requested(named);
      const { id, channelId, ageMs } = kept;
      const channel = await channelOf(channelId);
      const by = auditActorOf(request);
      const read = readOrReason(kept, channel);
      if ('reason' in read) {
        await rejected.refuseAgain(id, read.reason, by);
        throw new ApiError('delivery_refused', { reason: read.reason });
      }
      // With its real age: a window that it opens counts from when the contact wrote.
      const receivedIn = await receive({ channelId, item: read.item, receivedAt: Date.now() - ageMs });
      await rejected.remove(id, 'rejected_delivery.taken', by);
      return { id, outcome: receivedIn === 'repeat' ? 'repeat' : 'taken' };
    },
    async deleteRejectedDelivery({ request, ...named }) {
      const { id } = await requested(named);
      const isRemoved = await rejected.remove(id, 'rejected_delivery.deleted', auditActorOf(request));
      if (!isRemoved) throw new ApiError('not_found');
    },
  });
}

function readOrReason(
  kept: KeptDelivery,
  channel: ChannelWithSecrets | null,
): { readonly item: InboundItem } | { readonly reason: string } {
  try {
    const item = channel === null ? null : readAgain(kept, channel);
    if (item === null) {
      throw conflict('Its channel was deleted or has no account details, so it can no longer be accepted.');
    }
    return { item };
  } catch (error) {
    if (error instanceof WebhookError) return { reason: error.reason };
    throw error;
  }
}

function presentRejected(delivery: RejectedDelivery): RejectedDeliveryBody {
  const { id, channelId, reason, size, deliveries, receivedAt } = delivery;
  return { id, channelId, reason, size, deliveries, receivedAt: toIso(receivedAt) };
}
