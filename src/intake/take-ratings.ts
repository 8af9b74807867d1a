import { isLowScore } from '../domain/rating/rating';
import type { Ratings } from '../store/ratings/ratings';
import type { UnfiledItem } from '../store/transcript/inbox-turns';
import type { RatingClient } from '../temporal/rating-client';

export type TakeRatingsDeps = {
  readonly ratings: Pick<Ratings, 'tapped' | 'awaiting' | 'setAwaiting'>;
  readonly ratingClient: RatingClient;
};

/** What an item is to a rating. */
export type RatingPart = 'tap' | 'comment';

/**
 * Finds the taps and comments of ratings among a contact's items, in order, and tells the workflows of the ratings. A text
 * is asked about where it may be a comment; if the workflow refuses it or is gone, it is a text like any other. Throws if
 * Temporal is unavailable; a repeat gives the same result, also if the workflow has been forgotten since.
 */
export async function takeRatings(
  { ratings, ratingClient }: TakeRatingsDeps,
  contactId: string,
  items: readonly UnfiledItem[],
): Promise<ReadonlyMap<string, RatingPart>> {
  const parts = new Map<string, RatingPart>();
  let hasLowTap = false;
  for (const { messageId, action, ageMs, isText, mayComment } of items) {
    if (action === 'menu_message_tap') {
      const tapped = await ratings.tapped(messageId);
      if (tapped === null) continue;
      const { conversationId, score, askReasonBelow, isRated, wechatCreatedAt } = tapped;
      // The next text may be handled before the workflow has said that it may be the comment.
      hasLowTap ||= isLowScore(score, askReasonBelow);
      if (isLowScore(score, askReasonBelow)) await ratings.setAwaiting(conversationId, true);
      await ratingClient.tap(
        { conversationId, contactId, askReasonBelow },
        { messageId, ageMs, score, ...(wechatCreatedAt === null ? {} : { wechatCreatedAt }) },
        { mayStart: !isRated },
      );
      parts.set(messageId, 'tap');
    } else if (action === 'message' && isText && (mayComment || hasLowTap)) {
      const awaiting = await ratings.awaiting(contactId, messageId);
      if (awaiting === null) continue;
      const { conversationId, isComment } = awaiting;
      if (isComment || (await ratingClient.comment(conversationId, { messageId, ageMs })))
        parts.set(messageId, 'comment');
      else await ratings.setAwaiting(conversationId, false);
    }
  }
  return parts;
}
