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

/** Of two copies: whether `other` says nothing that is newer than `one`. */
export function knowsAll(one: Conversation, other: Conversation): boolean {
  return (
    one.version >= other.version && one.factsVersion >= other.factsVersion && one.seenSeq >= other.seenSeq
  );
}

/**
 * What two copies say together. What the workflow knows, what operators say about a conversation, and what the reader
 * has seen change one without the other, and the answer to a wish may come after an event that is newer in a part.
 */
export function merged(one: Conversation, other: Conversation): Conversation {
  const state = other.version >= one.version ? other : one;
  const facts = other.factsVersion >= one.factsVersion ? other : one;
  const seenSeq = Math.max(one.seenSeq, other.seenSeq);
  const { priority, tags, factsVersion } = facts;
  const trouble = other.version === one.version ? facts.trouble : state.trouble;
  const isUnread = state.isUnread && (state.lastMessage?.seq ?? 0) > seenSeq;
  return { ...state, priority, tags, factsVersion, trouble, seenSeq, isUnread };
}
