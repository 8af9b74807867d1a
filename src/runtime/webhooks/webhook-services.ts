import type { Logger } from 'pino';
import { summaryOf } from '../../domain/messages/summary';
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
import { createFindFirstMessage } from '../../store/webhooks/first-message';
import { createWebhookReplays, type WebhookReplays } from '../../store/webhooks/replays';
import { createWebhookStore, type WebhookStore } from '../../store/webhooks/webhooks';
import { createPresentEvent } from './present-event';

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
  const findFirstMessage = createFindFirstMessage(database);
  const deliver = createDeliver({
    client,
    deliveries: webhookDeliveries,
    webhooks,
    present,
    logger,
    async readSalesiqFacts(conversationId, operatorId) {
      const [firstId, owner] = await Promise.all([
        findFirstMessage(conversationId),
        operatorId === null ? null : operators.find(operatorId),
      ]);
      const first = firstId === null ? null : await transcript.message(firstId);
      const text = first?.content['text'];
      const question = typeof text === 'string' ? text : first === null ? null : summaryOf(first);
      return { question, ownerEmail: owner?.email ?? null };
    },
  });
  return { webhooks, webhookDeliveries, webhookReplays: createWebhookReplays(database), deliver };
}
