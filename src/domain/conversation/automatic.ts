import { roomRefusal } from './consecutive';
import type { Conversation } from './conversation';
import { type Step, unchanged, withEvent } from './step';

/** What the desk says by itself. The texts are settings of the channel, and never enter a workflow. */
export const AUTOMATIC_KINDS = ['handover'] as const;
export type AutomaticKind = (typeof AUTOMATIC_KINDS)[number];

/** An automatic message that is to be said; `number` makes it one of its kind in the conversation. */
export type ToSay = { readonly kind: AutomaticKind; readonly number: number };

/** The conversation with an automatic message that is to be said next. */
export function withToSay(conversation: Conversation, toSay: ToSay): Conversation {
  return { ...conversation, toSay };
}

/** The conversation with nothing left to say by itself: somebody else speaks now, or it is over. */
export function withoutToSay(conversation: Conversation): Conversation {
  if (conversation.toSay === undefined) return conversation;
  const { toSay: _, ...silent } = conversation;
  return silent;
}

/**
 * The automatic message `number` is stored as `messageId`; null: its text is gone. `accept` takes it like any other
 * message, if one may be sent now; else the timeline says why it was not. One that is no longer to be said changes nothing: its row was never in the transcript.
 */
export function automaticPrepared(
  conversation: Conversation,
  { number, messageId }: { readonly number: number; readonly messageId: string | null },
  now: number,
  accept: (conversation: Conversation, messageId: string) => Step,
): Step {
  const { toSay } = conversation;
  if (toSay?.number !== number) return unchanged(conversation);
  const said = withoutToSay(conversation);
  const refusal = conversation.unreachable === null ? roomRefusal(said, now) : null;
  if (refusal !== null && messageId !== null) {
    return withEvent(unchanged(said), { type: 'automatic_skipped', kind: toSay.kind, reason: refusal.code });
  }
  return messageId === null ? unchanged(said) : accept(said, messageId);
}
