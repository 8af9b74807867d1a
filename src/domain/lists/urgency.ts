/**
 * The order in which open conversations need attention (docs/rules.md#50). The database sorts by the same number,
 * calculated from the stored state by the function `urgency_of` (in a migration);
 * test/store/conversations/urgency.test.ts compares the two.
 */
import type { Conversation } from '../conversation/conversation';
import { windowClosesAt } from '../conversation/window';

/** How important operators say a conversation is. */
export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type Priority = (typeof PRIORITIES)[number];

type UrgencyFacts = {
  readonly isUnanswered: boolean;
  readonly priority: Priority;
  /** The conversation's clock minus the wall clock, ms: conversations are compared by the wall clock. */
  readonly clockOffsetMs: number;
};

const MINUTE_MS = 60_000;
/**
 * Larger than any number within a group: epoch ms, or minutes with a priority and the rest of the minute, need 43 bits.
 */
const GROUP = 2 ** 44;
const MINUTE = 2 ** 18;
const RANK = 2 ** 16;

/**
 * The sort key of an open conversation: the lowest number comes first, then the lowest id. Waiting ones are sorted by
 * how long they have been ringing, whatever their priority. Active ones: unanswered before answered, then by the minute
 * in which the window closes, within it by priority. Missed ones: the longest missed first.
 */
export function urgencyOf(conversation: Conversation, facts: UrgencyFacts): number {
  const { isUnanswered, priority, clockOffsetMs } = facts;
  const { state, ringingSince, missedAt, startedAt } = conversation;
  // Stored times may have fractions of a millisecond.
  const atWall = (at: number): number => Math.floor(at) - clockOffsetMs;
  switch (state) {
    case 'waiting':
      return atWall(ringingSince);
    case 'active': {
      const closesAt = atWall(windowClosesAt(conversation));
      const minute = Math.floor(closesAt / MINUTE_MS);
      const rank = PRIORITIES.length - 1 - PRIORITIES.indexOf(priority);
      return (isUnanswered ? 1 : 2) * GROUP + minute * MINUTE + rank * RANK + (closesAt % MINUTE_MS);
    }
    case 'missed':
      return 3 * GROUP + atWall(missedAt ?? 0);
    default:
      return 4 * GROUP + atWall(startedAt);
  }
}
