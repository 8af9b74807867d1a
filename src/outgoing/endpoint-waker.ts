import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import type { WebhookOutbox } from '../store/webhooks/webhook-outbox';
import type { WakeEndpoint } from '../temporal/endpoint-client';

export type EndpointWakerDeps = {
  readonly outbox: Pick<WebhookOutbox, 'sequence' | 'claimWakes' | 'giveBack'>;
  readonly wake: WakeEndpoint;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often it looks, in ms. */
  readonly everyMs: number;
};

/** Gives new events their order, and wakes the workflows of the endpoints that are told of them. Every API process runs one. */
export function createEndpointWaker({ outbox, wake, logger, everyMs }: EndpointWakerDeps): WorkLoop {
  return createWorkLoop({
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
      return false;
    },
    onFailure: (error) => logger.warn({ err: error }, 'the outbox of webhooks could not be read'),
    everyMs,
  });
}
