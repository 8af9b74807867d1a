import type { Conversation } from '../conversation';
import { type Step, unchanged, withEvent } from '../step';
import { windowClosesAt } from '../window';
import { withoutSnooze } from '../wishes/snooze';
import { enterQueue } from './closed';
import { beginOffering, passOnFrom } from './offer';
import { returnFrom } from './return-from';
import type { ReturnReason } from './return-reasons';

/**
 * When the conversation is taken back from an operator who lets the contact wait, epoch ms; null: never, or not known yet
 * (docs/rules.md#76). Not after the window has closed: nobody else could answer either.
 */
export function returnsAt(conversation: Conversation): number | null {
  const from = returnFrom(conversation);
  if (from === null) return null;
  const { settings, hours } = conversation;
  const at =
    settings.hoursVersion === undefined
      ? from + (settings.routing?.returnAfterSeconds ?? 0) * 1000
      : hours?.version === settings.hoursVersion && hours.returnsAt?.from === from
        ? hours.returnsAt.at
        : null;
  return at !== null && at < windowClosesAt(conversation) ? at : null;
}

/** The conversation goes back to the queue of its group, from the operator who attends; changes nothing if nobody does. */
export function giveBack(conversation: Conversation, reason: ReturnReason, at: number): Step {
  const { state, operatorId } = conversation;
  if (state !== 'active' || operatorId === null) return unchanged(conversation);
  const isSilent = reason === 'silent';
  const noted = isSilent ? withSilent(conversation, operatorId) : conversation;
  const offered = beginOffering(noted, at, isSilent ? operatorId : undefined);
  return enterQueue(
    withEvent(unchanged(withoutOperator(offered)), { type: 'returned', reason, operatorId }),
    at,
  );
}

function withSilent(conversation: Conversation, operatorId: string): Conversation {
  const { silentIds = [] } = conversation;
  return silentIds.includes(operatorId)
    ? conversation
    : { ...conversation, silentIds: [...silentIds, operatorId] };
}

/** What belongs to the operator who attends is over. */
export function withoutOperator(conversation: Conversation): Conversation {
  const { handsOver: _handsOver, transferredAt: _transferredAt, ...rest } = withoutSnooze(conversation);
  return { ...rest, operatorId: null, attendedAt: null };
}

/**
 * An operator hands over, since `agoMs` (docs/rules.md#77): an offer to them passes on, and what they attend goes back, at
 * once where the contact waits, else when the contact writes. What they have attended or got by a transfer since then stays
 * theirs.
 */
export function operatorHandsOver(
  conversation: Conversation,
  { operatorId, agoMs = 0 }: { readonly operatorId: string; readonly agoMs?: number | undefined },
  now: number,
): Step {
  const { state, attendedAt, transferredAt, unansweredSince, handsOver } = conversation;
  if (state !== 'active' || conversation.operatorId !== operatorId)
    return unchanged(passOnFrom(conversation, operatorId, now));
  const isTakenSince = Math.max(attendedAt ?? 0, transferredAt ?? 0) > now - agoMs;
  if (unansweredSince !== undefined && !isTakenSince) return giveBack(conversation, 'handing_over', now);
  const goesBack = !isTakenSince;
  return unchanged(handsOver === goesBack ? conversation : { ...conversation, handsOver: goesBack });
}

/** The operator no longer hands over: they keep what they have. */
export function operatorStays(conversation: Conversation, operatorId: string): Conversation {
  const { handsOver, ...rest } = conversation;
  return handsOver !== undefined && conversation.operatorId === operatorId ? rest : conversation;
}

/** The operator may not attend any more (docs/rules.md#10). */
export function operatorDisabled(conversation: Conversation, operatorId: string, now: number): Step {
  if (conversation.operatorId === operatorId) return giveBack(conversation, 'operator_disabled', now);
  return unchanged(passOnFrom(conversation, operatorId, now));
}
