import type { ConversationBody } from '../../../contracts/conversations/conversation';

/** A conversation from the API, and when it arrived by this browser's clock. */
export type Conversation = ConversationBody & { readonly receivedAt: number };

/** Adds the time of arrival, from which the conversation's own clock is computed. */
export function receive(body: ConversationBody): Conversation {
  return { ...body, receivedAt: Date.now() };
}

/**
 * The conversation's own clock at `browserNow` (epoch ms). A fast-forwarded conversation is ahead of all others, and
 * this browser's clock may be wrong (docs/rules.md#39). Use it to show the time until a deadline; only the API
 * decides.
 */
export function ownNow({ now, receivedAt }: Conversation, browserNow: number): number {
  return Date.parse(now) + (browserNow - receivedAt);
}
