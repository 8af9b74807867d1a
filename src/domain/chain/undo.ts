import { judge } from '../conversation/abilities';
import { advance } from '../conversation/advance';
import type { DeliveryErrorCode } from '../conversation/delivery';
import type { ConversationEvent } from '../conversation/events';
import { settled } from '../conversation/step';
import type { RefusalCode } from '../refusals';
import { applyToThread, type Thread } from './thread';

/** An event with the instant at which it was applied. */
export type AppliedEvent = { readonly event: ConversationEvent; readonly now: number };

/**
 * The chain as it would be without some items of the contact: the store knew them already, so they were signalled twice
 * (docs/rules.md#38). Everything else that came since `base` is applied again. A reply that had been accepted only
 * because of such an item fails with the reason that it would have been refused for.
 */
export function withoutItems(input: {
  readonly base: Thread;
  readonly applied: readonly AppliedEvent[];
  readonly repeatedIds: readonly string[];
  /** The version reached before: it never falls. */
  readonly version: number;
}): Thread {
  const { applied, repeatedIds } = input;
  const isRepeat = (event: ConversationEvent): boolean =>
    (event.type === 'contactWrote' || event.type === 'contactActed') && repeatedIds.includes(event.messageId);
  let thread: Thread = { ...input.base, seen: [...input.base.seen, ...repeatedIds] };
  for (const { event, now } of applied) {
    if (isRepeat(event)) continue;
    thread = event.type === 'reply' ? replyAgain(thread, event, now) : applyToThread(thread, event, now);
  }
  return { ...thread, version: Math.max(thread.version, input.version) + 1 };
}

function replyAgain(
  thread: Thread,
  event: Extract<ConversationEvent, { type: 'reply' }>,
  now: number,
): Thread {
  const { current } = thread;
  if (current === null) return thread;
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

/** Why a reply failed that would have been refused. */
function failureOf(code: RefusalCode): DeliveryErrorCode {
  switch (code) {
    case 'window_closed':
    case 'consecutive_limit_reached':
      return code;
    case 'too_many_held':
      return 'not_accepted';
    default:
      return 'conversation_completed';
  }
}
