import type { SecretBox } from '../platform/secrets/secret-box';
import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import type { DuePush, PushOutbox } from '../store/alerts/push-outbox';
import { openSubscription, type PushSubscriptions } from '../store/alerts/push-subscriptions';
import { isDatabaseAway } from '../store/engine/errors';
import type { SendPush } from './web-push';

export type PushSenderDeps = {
  readonly outbox: PushOutbox;
  readonly subscriptions: Pick<PushSubscriptions, 'drop'>;
  readonly secretBox: SecretBox;
  readonly send: SendPush;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often it looks without being woken. */
  readonly everyMs: number;
};

/** How many pushes are sent at once: there are few push services, and each call takes some 100 ms. */
const AT_ONCE = 20;

/**
 * Sends alerts to browsers by web push. They are in the database, so a crash loses none: what this process has claimed
 * but not settled is claimed again after the pause. A browser that gets one twice shows it once, because the tag is the
 * same.
 */
export function createPushSender(deps: PushSenderDeps): WorkLoop {
  const { outbox, subscriptions, secretBox, logger } = deps;

  /** Resolves with whether it is settled. */
  const settle = async ({ subscriptionId, subscriptionSealed, kind, brandName, conversationId }: DuePush) => {
    const subscription = openOrNull(secretBox, subscriptionId, subscriptionSealed);
    if (subscription === null || subscription.kinds?.includes(kind) === false) return true;
    const outcome = await deps.send(subscription, { kind, brand: brandName, conversationId });
    if (outcome === 'gone') await subscriptions.drop(subscriptionId);
    if (outcome === 'refused') {
      logger.warn({ host: new URL(subscription.endpoint).host }, 'a push service refused an alert');
    }
    return outcome !== 'failed';
  };

  return createWorkLoop({
    everyMs: deps.everyMs,
    async work() {
      const due = await outbox.claim(AT_ONCE);
      const results = await Promise.all(due.map(async (push) => ({ push, isSettled: await settle(push) })));
      await outbox.remove(results.filter(({ isSettled }) => isSettled).map(({ push }) => push.id));
      return due.length === AT_ONCE;
    },
    onFailure(error) {
      const message = isDatabaseAway(error)
        ? 'alerts wait for the database'
        : 'alerts could not be pushed yet';
      logger.warn({ err: error }, message);
    },
  });
}

function openOrNull(secretBox: SecretBox, id: string, sealed: string) {
  try {
    return openSubscription(secretBox, id, sealed);
  } catch {
    // It was sealed with a key that is gone. The browser subscribes again when its console is opened.
    return null;
  }
}
