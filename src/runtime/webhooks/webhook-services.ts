import type { Logger } from 'pino';
import { createDeliver, type Deliver } from '../../outgoing/deliver';
import type { GuardedClient } from '../../platform/network/guarded-client';
import type { SecretBox } from '../../platform/secrets/secret-box';
import type { ChannelStore } from '../../store/channels/channels';
import type { Contacts } from '../../store/contacts/contacts';
import { createConversations } from '../../store/conversations/conversations';
import type { Database } from '../../store/engine/database-types';
import { createOperatorStore } from '../../store/people/operators';
import { createTranscript } from '../../store/transcript/transcript';
import { createWebhookDeliveries, type WebhookDeliveries } from '../../store/webhooks/deliveries';
import { createWebhookReplays, type WebhookReplays } from '../../store/webhooks/replays';
import { createWebhookStore, type WebhookStore } from '../../store/webhooks/webhooks';
import { createPresentEvent } from './present-event';

/** Among so many the first text of a conversation is looked for. */
const FIRST_MESSAGES = 20;

/** What the API and the worker need for outgoing webhooks. */
export type WebhookServices = {
  readonly webhooks: WebhookStore;
  readonly webhookDeliveries: WebhookDeliveries;
  readonly webhookReplays: WebhookReplays;
  readonly deliver: Deliver;
};

export function createWebhookServices(options: {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly channels: ChannelStore;
  readonly contacts: Contacts;
  readonly client: GuardedClient;
  readonly logger: Pick<Logger, 'error'>;
}): WebhookServices {
  const { database, secretBox, channels, contacts, client, logger } = options;
  const webhooks = createWebhookStore(database, { secretBox });
  const webhookDeliveries = createWebhookDeliveries(database);
  const transcript = createTranscript(database);
  const present = createPresentEvent({
    conversations: createConversations(database),
    transcript,
    contacts,
    channels,
    clock: Date.now,
  });
  const operators = createOperatorStore(database);
  const deliver = createDeliver({
    client,
    deliveries: webhookDeliveries,
    webhooks,
    present,
    logger,
    async readSalesiqFacts(conversationId, operatorId) {
      const [page, owner] = await Promise.all([
        transcript.ofConversation(conversationId, { afterSeq: 0, limit: FIRST_MESSAGES }),
        operatorId === null ? null : operators.find(operatorId),
      ]);
      const first = page.find(({ direction, type }) => direction === 'inbound' && type === 'text');
      const text = first?.content['text'];
      return { question: typeof text === 'string' ? text : null, ownerEmail: owner?.email ?? null };
    },
  });
  return { webhooks, webhookDeliveries, webhookReplays: createWebhookReplays(database), deliver };
}
