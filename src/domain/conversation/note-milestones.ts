import type { Conversation } from './conversation';
import type { Milestones } from './milestones';

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
