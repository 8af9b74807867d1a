import { judge } from '../conversation/abilities';
import { advance } from '../conversation/advance';
import type { DeliveryErrorCode } from '../conversation/delivery';
import type { ConversationEvent } from '../conversation/events';
import { settled } from '../conversation/step';
import type { RefusalCode } from '../refusals';
import { applyToThread, type Thread } from './thread';

/** An event, and when it was applied (epoch ms). */
export type AppliedEvent = { readonly event: ConversationEvent; readonly now: number };

/**
 * The thread as it would be without some items of the contact. They were signalled twice, and the store has already
 * filed them (docs/rules.md#38). All other events since `base` are applied again. A reply that was accepted only
 * because of such an item fails: with the reason for which it would have been refused if that is the window, the limit
 * or the end of the conversation, otherwise with `not_accepted`.
 */
export function withoutItems(input: {
  readonly base: Thread;
  readonly applied: readonly AppliedEvent[];
  readonly repeatedIds: readonly string[];
  /** The version reached so far: the result has a higher one. */
  readonly version: number;
}): Thread {
  const { applied, repeatedIds } = input;
  const isRepeat = (event: ConversationEvent): boolean =>
    (event.type === 'contactWrote' || event.type === 'contactActed') && repeatedIds.includes(event.messageId);
  let thread: Thread = { ...input.base, seen: [...input.base.seen, ...repeatedIds] };
  for (const { event, now } of applied) {
    if (isRepeat(event)) continue;
    thread = event.type === 'reply' ? reapplyReply(thread, event, now) : applyToThread(thread, event, now);
  }
  return { ...thread, version: Math.max(thread.version, input.version) + 1 };
}

function reapplyReply(
  thread: Thread,
  event: Extract<ConversationEvent, { type: 'reply' }>,
  now: number,
): Thread {
  const { current } = thread;
  if (current === null || thread.seen.includes(event.messageId)) return thread;
  const refusal = judge(advance(current, now).conversation, event, now);
  if (refusal === null) return applyToThread(thread, event, now);
  const code = failureOf(refusal.code);
  const version = thread.version + 1;
  const change = settled(event.messageId, 'failed', code);
  return {
    ...thread,
    version,
    rows: [...thread.rows, { type: 'status', conversationId: current.id, version, ...change }],
  };
}

/**
 * The error of an accepted reply that, as it turned out, should have been refused. Of the refusals, only these have a
 * delivery error whose sentence is true of the reply.
 */
function failureOf(code: RefusalCode): DeliveryErrorCode {
  switch (code) {
    case 'window_closed':
    case 'consecutive_limit_reached':
    case 'conversation_completed':
      return code;
    default:
      return 'not_accepted';
  }
}
