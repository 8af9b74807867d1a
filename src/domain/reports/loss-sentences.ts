/**
 * What the loss report says in sentences: each has a code and the numbers in it. The API writes them in English, the console in
 * the reader's language.
 */

export type LossSentence =
  /** Replies that were refused because the window had closed; so many within three hours after it. */
  | { readonly code: 'after_window'; readonly count: number; readonly within3Hours: number }
  /** Replies that were scheduled for a time at which the window would have closed. */
  | { readonly code: 'scheduled_after_window'; readonly count: number }
  /** Replies that were refused because the messages without an answer were used up. */
  | { readonly code: 'after_limit'; readonly count: number }
  | { readonly code: 'held_released'; readonly count: number; readonly medianSeconds: number }
  | { readonly code: 'held_expired'; readonly count: number }
  /** Messages that WeChat refused with this code, one sentence for each code. */
  | { readonly code: 'failed'; readonly count: number; readonly errorCode: string }
  | {
      readonly code: 'unknown';
      readonly count: number;
      readonly resolvedAsSent: number;
      readonly resent: number;
    }
  /** Conversations that ended although the contact had written last. */
  | { readonly code: 'ended_waiting'; readonly count: number }
  /** There was nothing to say. */
  | { readonly code: 'nothing_lost' };

export const LOSS_SENTENCE_CODES = [
  'after_window',
  'scheduled_after_window',
  'after_limit',
  'held_released',
  'held_expired',
  'failed',
  'unknown',
  'ended_waiting',
  'nothing_lost',
] as const satisfies readonly LossSentence['code'][];

/** The loss report, as far as its sentences need it. */
type Lost = {
  readonly refused: { readonly window_closed: number; readonly consecutive_limit_reached: number };
  readonly held: {
    readonly released: number;
    readonly expired: number;
    readonly releasedAfterSeconds: { readonly median: number | null };
  };
  readonly failedByCode: Readonly<Record<string, number>>;
  readonly unknown: { readonly count: number; readonly resolvedAsSent: number; readonly resent: number };
  readonly endedWaiting: number;
  /** How long after its window each refused reply came, ms; without those that were scheduled for later than it. */
  readonly refusedAfterMs: readonly number[];
};

const THREE_HOURS_MS = 3 * 3_600_000;

/** A sentence for each loss that occurred, or the one that says that none did. */
export function toLossSentences(lost: Lost): readonly LossSentence[] {
  const { refused, held, failedByCode, unknown, endedWaiting, refusedAfterMs } = lost;
  const within3Hours = refusedAfterMs.filter((ms) => ms <= THREE_HOURS_MS).length;
  const failed = Object.entries(failedByCode).map(
    ([errorCode, count]): LossSentence => ({ code: 'failed', count, errorCode }),
  );
  const all: readonly LossSentence[] = [
    { code: 'after_window', count: refusedAfterMs.length, within3Hours },
    { code: 'scheduled_after_window', count: refused.window_closed - refusedAfterMs.length },
    { code: 'after_limit', count: refused.consecutive_limit_reached },
    { code: 'held_released', count: held.released, medianSeconds: held.releasedAfterSeconds.median ?? 0 },
    { code: 'held_expired', count: held.expired },
    ...failed,
    { code: 'unknown', ...unknown },
    { code: 'ended_waiting', count: endedWaiting },
  ];
  const occurred = all.filter((one) => 'count' in one && one.count > 0);
  return occurred.length === 0 ? [{ code: 'nothing_lost' }] : occurred;
}
