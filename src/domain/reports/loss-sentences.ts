/**
 * What the loss report says in sentences: each has a code and the numbers in it. The API writes them in English, the console in
 * the reader's language.
 */

export type LossSentence =
  /** Replies that were refused because the window had closed; so many within three hours after it. */
  | { readonly code: 'after_window'; readonly count: number; readonly within3Hours: number }
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
  'after_limit',
  'held_released',
  'held_expired',
  'failed',
  'unknown',
  'ended_waiting',
  'nothing_lost',
] as const satisfies readonly LossSentence['code'][];
