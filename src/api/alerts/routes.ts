import { alertRoutes } from '../../contracts/conversations/alert';
import { pushRoutes } from '../../contracts/people/push';
import type { AlertReader, Alerts, SeenUpTo } from '../../store/alerts/alerts';
import type { PushSubscriptions } from '../../store/alerts/push-subscriptions';
import { brandScope } from '../access/conversation-access';
import type { Viewer } from '../middleware/viewer';
import { presentAlert } from '../present/present-alert';
import { ApiError, invalidField } from '../problems';
import { implement, type Route } from '../route';

type Deps = {
  readonly alerts: Alerts;
  readonly pushSubscriptions: Pick<PushSubscriptions, 'add' | 'remove'>;
  /** The public VAPID key. */
  readonly pushKey: string;
  readonly isPushEndpoint: (endpoint: string) => boolean;
};

/** Alerts of the caller, and the browsers in which they are alerted. */
export function createAlertRoutes({
  alerts,
  pushSubscriptions,
  pushKey,
  isPushEndpoint,
}: Deps): readonly Route[] {
  return [
    ...implement(alertRoutes)({
      async listAlerts({ viewer, query: { limit, cursor } }) {
        const { items, nextCursor } = await alerts.list(readerOf(viewer), { limit, before: cursor ?? null });
        return { items: items.map(presentAlert), nextCursor };
      },
      async seeAlerts({ viewer, body: { upTo, conversationId } }) {
        await alerts.see(readerOf(viewer), toSeenUpTo(upTo), conversationId ?? null);
      },
    }),
    ...implement(pushRoutes)({
      getPushKey: () => ({ publicKey: pushKey }),
      async addPushSubscription({ viewer, body: { endpoint, keys, kinds } }) {
        // Pushes come of all brands of the operator, and outlive the token.
        if (viewer.isLimited === true) {
          throw new ApiError(
            'forbidden',
            {},
            { detail: 'A token that is limited to brands gets no pushes.' },
          );
        }
        if (!isPushEndpoint(endpoint)) {
          throw invalidField('endpoint', 'must be an https address on the public internet');
        }
        await pushSubscriptions.add(viewer.operatorId, {
          endpoint,
          keys,
          ...(kinds === undefined ? {} : { kinds }),
        });
      },
      async removePushSubscription({ viewer, body: { endpoint } }) {
        await pushSubscriptions.remove(viewer.operatorId, endpoint);
      },
    }),
  ];
}

function readerOf(viewer: Viewer): AlertReader {
  return { operatorId: viewer.operatorId, brandIds: brandScope(viewer) };
}

function toSeenUpTo(upTo: string): SeenUpTo {
  return /^\d+$/.test(upTo) ? { position: upTo } : { at: Date.parse(upTo) };
}
