import type { Conversation } from './conversation';

/**
 * What happened first in a conversation, for reports (docs/reports.md): the state itself forgets it when the conversation goes
 * on. Noted once and never changed; no rule reads it. Epoch ms of the conversation's own clock; left out: it has not happened.
 */
export type Milestones = {
  /** Since when the contact has waited for people. Left out as well where an operator began the conversation. */
  readonly waitingSince?: number | undefined;
  readonly attendedAt?: number | undefined;
  /** Who attended first. */
  readonly attendedBy?: string | undefined;
  readonly missedAt?: number | undefined;
  /** When somebody attended first after it was missed. */
  readonly missedAttendedAt?: number | undefined;
};

/** The conversation with what has happened in it for the first time. */
export function withMilestones(conversation: Conversation): Conversation {
  const before = conversation.milestones ?? {};
  const { attendedAt, operatorId, missedAt } = conversation;
  const missed = before.missedAt ?? missedAt ?? undefined;
  const isAttendedSince = attendedAt !== null && missed !== undefined && attendedAt >= missed;
  const found: Milestones = {
    waitingSince: before.waitingSince ?? waitingSince(conversation),
    attendedAt: before.attendedAt ?? attendedAt ?? undefined,
    attendedBy:
      before.attendedAt === undefined && attendedAt !== null ? (operatorId ?? undefined) : before.attendedBy,
    missedAt: missed,
    missedAttendedAt: before.missedAttendedAt ?? (isAttendedSince ? attendedAt : undefined),
  };
  const names = Object.keys(found) as (keyof Milestones)[];
  if (names.every((name) => found[name] === before[name])) return conversation;
  const milestones = Object.fromEntries(
    names.flatMap((name) => (found[name] === undefined ? [] : [[name, found[name]]])),
  );
  return { ...conversation, milestones };
}

/** Since when people have it: the bot's hand-over, or the beginning; undefined: they never had it. */
function waitingSince({
  state,
  hasBot,
  handover,
  startedAt,
  reopenedFrom,
}: Conversation): number | undefined {
  if (reopenedFrom !== undefined || state === 'bot') return undefined;
  // The bot had it to the end.
  if (state === 'completed' && hasBot && handover === undefined) return undefined;
  return handover?.at ?? startedAt;
}
