import type { Refusal, ReopenObstacle } from '../../refusals';
import { withoutToSay } from '../automatic/automatic';
import type { Conversation } from '../conversation';
import { answered } from '../routing/answered';
import { isWindowOpen } from '../window';

/** How long after its completion a conversation can be reopened (docs/rules.md#46). */
const REOPENABLE_FOR_MS = 48 * 60 * 60_000;

/**
 * Why a conversation cannot be reopened at `now` (epoch ms), or null if nothing in the conversation itself prevents it
 * (docs/rules.md#46). The chain checks whether it is still the contact's newest one (`domain/chain/chain.ts`).
 */
export function judgeReopen(conversation: Conversation, now: number): Refusal | null {
  const { state, completedReason, completedAt, outbound } = conversation;
  if (state !== 'completed') return notReopenable('not_completed');
  if (completedReason !== 'operator') return notReopenable('not_completed_by_operator');
  if (now - (completedAt ?? 0) >= REOPENABLE_FOR_MS) return notReopenable('too_long_ago');
  if (!isWindowOpen(conversation, now)) return notReopenable('window_closed');
  // They belong to the completed conversation, which must not change because another one has begun.
  if (outbound.length > 0) return notReopenable('still_sending');
  return null;
}

/** The refusal to reopen, with its reason. */
export function notReopenable(reason: ReopenObstacle): Refusal {
  return { code: 'not_reopenable', reason };
}

/**
 * The conversation that continues `completed`, attended by the operator. For WeChat nothing has changed, so the window,
 * the counter and the short window carry over (docs/rules.md#46). `now` in epoch ms.
 */
export function reopen(
  completed: Conversation,
  { operatorId, newId, now }: { readonly operatorId: string; readonly newId: string; readonly now: number },
): Conversation {
  // What the completed one was to say last is not true any more.
  const {
    troubled: _troubled,
    ratingAsked: _ratingAsked,
    completedBy: _completedBy,
    transferredAt: _transferredAt,
    milestones: _milestones,
    ...kept
  } = answered(withoutHours(withoutToSay(completed)));
  const { window, startedAt } = completed;
  return {
    ...kept,
    id: newId,
    reopenedFrom: completed.id,
    state: 'active',
    operatorId,
    startedAt: now,
    ringingSince: now,
    attendedAt: now,
    missedAt: null,
    closeMissedFrom: null,
    completedAt: null,
    completedReason: null,
    lastActivityAt: now,
    window: { ...window, startedAt: window.startedAt ?? startedAt },
    unread: 0,
  };
}

/**
 * Moves the times that a reopened conversation keeps by `ms`: a fast-forwarded conversation has its own clock, but the
 * run that reopens it begins at the wall clock.
 */
export function onOtherClock(completed: Conversation, ms: number): Conversation {
  if (ms === 0) return completed;
  const moved = (at: number | null): number | null => (at === null ? null : at + ms);
  const { window, trigger, handover, outOfHoursSaidAt } = completed;
  return {
    ...withoutHours(completed),
    startedAt: completed.startedAt + ms,
    completedAt: moved(completed.completedAt),
    ...(outOfHoursSaidAt === undefined ? {} : { outOfHoursSaidAt: outOfHoursSaidAt + ms }),
    ...(handover === undefined ? {} : { handover: { ...handover, at: handover.at + ms } }),
    window: {
      lastInboundAt: window.lastInboundAt + ms,
      closedByWeChatAt: moved(window.closedByWeChatAt),
      closingHandledAt: moved(window.closingHandledAt),
      ...(window.warnedOf === undefined ? {} : { warnedOf: window.warnedOf + ms }),
      ...(window.announcedOf === undefined ? {} : { announcedOf: window.announcedOf + ms }),
      ...(window.nudgedOf === undefined ? {} : { nudgedOf: window.nudgedOf + ms }),
      ...(window.startedAt === undefined ? {} : { startedAt: window.startedAt + ms }),
    },
    trigger:
      trigger === null
        ? null
        : { ...trigger, openedAt: trigger.openedAt + ms, closesAt: trigger.closesAt + ms },
  };
}

/** They are asked for anew. */
function withoutHours(conversation: Conversation): Conversation {
  const { hours: _, ...rest } = conversation;
  return rest;
}
