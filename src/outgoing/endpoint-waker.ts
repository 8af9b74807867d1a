import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import type { WebhookOutbox } from '../store/webhooks/webhook-outbox';
import type { WakeEndpoint } from '../temporal/endpoint-client';

export type EndpointWakerDeps = {
  readonly outbox: Pick<WebhookOutbox, 'sequence' | 'claimWakes' | 'giveBack'>;
  readonly wake: WakeEndpoint;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often it looks after it was told of work, in ms. */
  readonly everyMs: number;
  /** How often it looks if nothing tells it of work, in ms. */
  readonly sweepEveryMs: number;
};

export type EndpointWaker = Pick<WorkLoop, 'idle' | 'close'> & {
  /** There is work, or may be: looks now, and every `everyMs` for a while. */
  readonly follow: () => void;
};

/**
 * Another process may just be sequencing events, and an endpoint that was woken for some may be done before the next ones have a
 * sequence: so one look is not enough.
 */
const FOLLOWED_MS = 5_000;

/** Gives new events their order, and wakes the workflows of the endpoints that are told of them. Every API process runs one. */
export function createEndpointWaker(deps: EndpointWakerDeps): EndpointWaker {
  const { outbox, wake, logger, everyMs, sweepEveryMs } = deps;
  let followedUntil = 0;
  let following: NodeJS.Timeout | undefined;
  /** The store cannot be read: the loop tries again by itself, after pauses that grow. */
  let isFailing = false;
  const loop = createWorkLoop({
    async work() {
      await outbox.sequence();
      const ids = await outbox.claimWakes();
      await Promise.all(
        ids.map(async (webhookId) => {
          try {
            await wake(webhookId);
          } catch (error) {
            logger.warn({ err: error, webhookId }, 'the workflow of a webhook could not be woken yet');
            await outbox.giveBack(webhookId);
          }
        }),
      );
      if (isFailing) {
        isFailing = false;
        follow();
      }
      return false;
    },
    onFailure(error) {
      logger.warn({ err: error }, 'the outbox of webhooks could not be read');
      isFailing = true;
      stopFollowing();
    },
    everyMs: sweepEveryMs,
    longestPauseMs: sweepEveryMs,
  });
  const stopFollowing = (): void => {
    clearInterval(following);
    following = undefined;
  };
  const look = (): void => {
    if (performance.now() > followedUntil) stopFollowing();
    else loop.wake();
  };
  const follow = (): void => {
    if (loop.isClosed() || isFailing) return;
    followedUntil = performance.now() + FOLLOWED_MS;
    if (following !== undefined) return;
    following = setInterval(look, everyMs).unref();
    loop.wake();
  };
  return {
    follow,
    idle: loop.idle,
    async close() {
      stopFollowing();
      await loop.close();
    },
  };
}
