import type { ConversationBody } from '../../../contracts/conversations/conversation';

/** A conversation as the API gave it, and when it arrived by this browser's clock. */
export type Conversation = ConversationBody & { readonly receivedAt: number };

/** Stamps what the API gave, so that its own clock can be followed from there on. */
export function receive(body: ConversationBody): Conversation {
  return { ...body, receivedAt: Date.now() };
}

/**
 * The conversation's own clock at `browserNow` (epoch ms): a fast-forwarded one is ahead of all others, and this
 * browser's may be wrong (docs/rules.md#39). For showing what is left until a deadline; only the API decides.
 */
export function ownNow({ now, receivedAt }: Conversation, browserNow: number): number {
  return Date.parse(now) + (browserNow - receivedAt);
}
