/**
 * How long a channel keeps what contacts and operators wrote (docs/retention.md). Nothing of it is known to a workflow of a
 * conversation.
 */

export type Retention = {
  /** After how many days from its completion the words of a conversation are removed; null: never. */
  readonly messagesDays: number | null;
  /** The same of its files. */
  readonly filesDays: number | null;
  /** Whether a contact who unfollows is erased. */
  readonly eraseOnUnfollow: boolean;
};

/** The range of both times, in days. */
export const RETENTION_DAYS = { min: 1, max: 3_650 } as const;

/** Everything is kept. */
export const NO_RETENTION: Retention = { messagesDays: null, filesDays: null, eraseOnUnfollow: false };

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * What was completed at or before this instant (epoch ms) is due to be removed at `asOf`; null: nothing is.
 * @example dueBefore(30, Date.now()) // 30 days ago
 */
export function dueBefore(days: number | null, asOf: number): number | null {
  return days === null ? null : asOf - days * DAY_MS;
}
