/** The endpoint of an outgoing webhook (docs/webhooks.md): notes every try, and whether it has acknowledged it. */
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { z } from 'zod';
import type { Told } from '../history';
import { isSigned } from './is-signed';
import { type Partner, startPartner, type Writable } from './partner';

export type EndpointPartner = Partner & {
  /** Every try, in the order of arrival. */
  readonly told: readonly Told[];
  /** The secret that the desk has made; before, nothing counts as signed. */
  readonly knows: (secret: string) => void;
};

const withId = z.looseObject({ id: z.string() });
const eventSchema = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.object({
    sequence: z.int(),
    conversation: withId.optional(),
    message: z.looseObject({ id: z.string(), contactId: z.string().optional() }).optional(),
    contact: withId.optional(),
    channel: withId.optional(),
  }),
});

/** Starts it. Close it after use. */
export async function startEndpointPartner(): Promise<EndpointPartner> {
  const told: Writable<Told>[] = [];
  let signing: StandardWebhook | null = null;
  const partner = await startPartner(({ headers, body }) => {
    const { type, timestamp, data } = eventSchema.parse(JSON.parse(body));
    const { sequence, conversation, message, contact, channel } = data;
    const one: Writable<Told> = {
      at: Date.now(),
      id: String(headers['webhook-id']),
      event: type,
      sequence,
      timestamp,
      conversationId: conversation?.id ?? null,
      messageId: message?.id ?? null,
      contactId: contact?.id ?? message?.contactId ?? null,
      channelId: channel?.id ?? null,
      isSigned: signing !== null && isSigned(signing, headers, body),
      isAcknowledged: false,
    };
    told.push(one);
    return {
      body: '',
      ended(isGiven) {
        one.isAcknowledged = isGiven;
      },
    };
  });
  return {
    ...partner,
    told,
    knows(secret) {
      signing = new StandardWebhook(secret);
    },
  };
}
