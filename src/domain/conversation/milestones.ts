/**
 * What happened first in a conversation, for reports (docs/reports.md): the state itself forgets it when the conversation goes
 * on. No rule reads it. All but `attending` is noted once and never changed. Epoch ms of the conversation's own clock; left out: it has not happened.
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
  /** Who attended from when until when, in order; at most {@link MOST_SPANS}, the newest. The last is who attended last. */
  readonly attending?: readonly AttendingSpan[] | undefined;
};

/** How long one operator attended without a break; `until` is left out while they still do. */
export type AttendingSpan = {
  readonly operatorId: string;
  readonly since: number;
  readonly until?: number | undefined;
};

/** A conversation that goes round and round must not make its state grow. */
export const MOST_SPANS = 100;
