/**
 * The life of a rating, from the contact's first tap on (docs/rules.md#100): until when it may be changed, and which text is
 * its comment. Its workflow (`rating-<conversationId>`) hosts it. All times in epoch ms of that workflow's clock.
 */
import { isLowScore } from './rating';

/** How long a rating may be changed after the first tap. */
export const RATING_CHANGES_FOR_MS = 60 * 60_000;
/** How long after a low score the contact's next text is the comment. */
export const COMMENT_WITHIN_MS = 10 * 60_000;
/** How much longer texts are asked about: those of the ten minutes may be handled late, and their age decides. */
export const COMMENT_GRACE_MS = 5 * 60_000;
/** How long a rating is kept after a tap was handled, however old that is: what was made soon after it follows. */
export const STAYS_AFTER_TAP_MS = 2 * 60_000;
/** How many taps on one menu are taken: whoever taps on and on keeps no workflow busy. */
export const MOST_TAPS = 50;

/** What the contact is told after a tap. */
export const RATING_ANSWERS = ['thanks', 'reason'] as const;
export type RatingAnswer = (typeof RATING_ANSWERS)[number];

export type RatingLife = {
  /** Of the first tap; null: there was none. */
  readonly ratedAt: number | null;
  /** Since when a text would be the comment: the newest tap, if its score is low; null: none would. */
  readonly lowAt: number | null;
  /** Until when texts are asked about; null: none is, or no longer. */
  readonly asksUntil: number | null;
  /** When the newest tap was handled; null: none was. */
  readonly handledAt: number | null;
  readonly hasAskedReason: boolean;
  /** The message that is the comment. */
  readonly commentId: string | null;
  /** When the newest tap was made, by WeChat's clock (epoch ms, whole seconds); null: it did not say. */
  readonly tappedAt: number | null;
  /** The taps that were taken. */
  readonly tapIds: readonly string[];
};

export const UNRATED: RatingLife = {
  ratedAt: null,
  lowAt: null,
  asksUntil: null,
  handledAt: null,
  hasAskedReason: false,
  commentId: null,
  tappedAt: null,
  tapIds: [],
};

export type RatingTap = {
  readonly messageId: string;
  readonly score: number;
  /** When it was made, by WeChat's clock (epoch ms); left out: WeChat did not say. */
  readonly wechatCreatedAt?: number | undefined;
};

/**
 * A tap that was made at `at` and is handled `now`; null: it changes nothing, because it is a repeat, because it is older than one that was taken
 * (WeChat keeps no order; of two in one second the one that arrived later counts), or because more than an hour has gone by
 * since the first one. `says`: what the contact is told, each once.
 */
export function tapped(
  life: RatingLife,
  { messageId, score, wechatCreatedAt }: RatingTap,
  { at, now }: { readonly at: number; readonly now: number },
  askReasonBelow: number | null,
): { readonly life: RatingLife; readonly says: readonly RatingAnswer[] } | null {
  const { ratedAt, tapIds, hasAskedReason, commentId, tappedAt } = life;
  if (tapIds.includes(messageId) || tapIds.length >= MOST_TAPS) return null;
  if (ratedAt !== null && at >= ratedAt + RATING_CHANGES_FOR_MS) return null;
  if (tappedAt !== null && wechatCreatedAt !== undefined && wechatCreatedAt < tappedAt) return null;
  const asksReason = commentId === null && isLowScore(score, askReasonBelow);
  const says: RatingAnswer[] = [];
  if (ratedAt === null) says.push('thanks');
  if (asksReason && !hasAskedReason) says.push('reason');
  const after = {
    ratedAt: ratedAt ?? at,
    lowAt: asksReason ? at : null,
    asksUntil: asksReason
      ? Math.max(at + COMMENT_WITHIN_MS + COMMENT_GRACE_MS, now + STAYS_AFTER_TAP_MS)
      : null,
    handledAt: now,
    hasAskedReason: hasAskedReason || asksReason,
    commentId,
    tappedAt: wechatCreatedAt ?? tappedAt,
    tapIds: [...tapIds, messageId],
  };
  return { life: after, says };
}

/** Whether a text that was written at `at` is the comment; again true for the one that is. */
export function mayComment(life: RatingLife, messageId: string, at: number): boolean {
  if (life.commentId !== null) return life.commentId === messageId;
  return life.lowAt !== null && at < life.lowAt + COMMENT_WITHIN_MS;
}

/** The text is the comment: no other one will be. */
export function commented(life: RatingLife, messageId: string): RatingLife {
  return { ...life, lowAt: null, asksUntil: null, commentId: messageId };
}

/** Texts are not asked about any more; one that was asked about before is still judged by its age. */
export function askedEnough(life: RatingLife): RatingLife {
  return { ...life, asksUntil: null };
}

/** When nothing about the rating can change any more; null: nobody has rated yet. */
export function ratingEndsAt({ ratedAt, handledAt, asksUntil }: RatingLife): number | null {
  if (ratedAt === null) return null;
  return Math.max(
    ratedAt + RATING_CHANGES_FOR_MS,
    (handledAt ?? ratedAt) + STAYS_AFTER_TAP_MS,
    asksUntil ?? 0,
  );
}
