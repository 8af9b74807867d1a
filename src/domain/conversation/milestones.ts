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
