import type { Conversation } from './conversation';
import { type AttendingSpan, type Milestones, MOST_SPANS } from './milestones';

/** The conversation with what has happened in it for the first time, and who has attended it until `now`. */
export function withMilestones(conversation: Conversation, now: number): Conversation {
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
    attending: attending(before.attending, conversation, now),
  };
  const names = Object.keys(found) as (keyof Milestones)[];
  if (names.every((name) => found[name] === before[name])) return conversation;
  const milestones = Object.fromEntries(
    names.flatMap((name) => (found[name] === undefined ? [] : [[name, found[name]]])),
  );
  return { ...conversation, milestones };
}

/** The spans of those who attended; the same array if nothing has changed. */
function attending(
  before: readonly AttendingSpan[] | undefined,
  { state, operatorId, attendedAt, transferredAt, completedAt }: Conversation,
  now: number,
): readonly AttendingSpan[] | undefined {
  const last = before?.at(-1);
  const isOver = state === 'completed';
  const current =
    operatorId === null || attendedAt === null
      ? null
      : { operatorId, since: Math.max(attendedAt, transferredAt ?? 0) };
  const isKnown =
    current !== null &&
    last?.operatorId === current.operatorId &&
    (last.until === undefined || (isOver && last.since >= current.since));
  const closed = before?.map((one) =>
    one !== last || one.until !== undefined || (isKnown && !isOver)
      ? one
      : { ...one, until: Math.max(one.since, completedAt ?? now) },
  );
  if (current === null || isKnown) return last?.until === closed?.at(-1)?.until ? before : closed;
  const until = isOver ? { until: Math.max(current.since, completedAt ?? now) } : {};
  return [...(closed ?? []), { ...current, ...until }].slice(-MOST_SPANS);
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
