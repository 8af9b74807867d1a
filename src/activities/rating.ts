import { ApplicationFailure } from '@temporalio/activity';
import { kindOfChannel } from '../domain/channel-kinds';
import type { RatingAnswer } from '../domain/rating/rating-life';
import type { RatingAnswers } from '../store/ratings/rating-answers';
import type { Ratings } from '../store/ratings/ratings';
import type { BotGreeting } from './bot/greet-by-bot';

export type RatingDeps = { readonly ratings: Ratings; readonly ratingAnswers: RatingAnswers };

/** Stores the newest score of a conversation, and whether the contact's next text may be its comment. */
export function createRecordRating({ ratings }: RatingDeps) {
  return (rated: {
    readonly conversationId: string;
    readonly score: number;
    readonly awaitsComment: boolean;
  }): Promise<void> => ratings.record(rated);
}

/** Stores a text of the contact as the comment of a rating. */
export function createRecordRatingComment({ ratings }: RatingDeps) {
  return (comment: { readonly conversationId: string; readonly messageId: string }): Promise<void> =>
    ratings.comment(comment);
}

/** No text is the comment any more. */
export function createCloseRatingComment({ ratings }: RatingDeps) {
  return ({ conversationId }: { readonly conversationId: string }): Promise<void> =>
    ratings.setAwaiting(conversationId, false);
}

/** What the contact is told after a tap, in this order. */
export type AnswersToTap = { readonly conversationId: string; readonly says: readonly RatingAnswer[] };

/**
 * Writes what the contact is told after a tap into the transcript, after the tap. Null if there is nothing to say: the
 * channel has no text for it (any more), or the tap's minute is over, which the transcript then shows. Throws a retryable
 * failure until the tap is filed.
 */
export function createPrepareRatingAnswers({ ratingAnswers }: RatingDeps) {
  return async ({
    eventMessageId,
    answers: { says },
  }: {
    readonly eventMessageId: string;
    readonly answers: AnswersToTap;
  }): Promise<BotGreeting | null> => {
    const tap = await ratingAnswers.tap(eventMessageId);
    if (tap === null || !tap.mayBeTold) return null;
    if (!tap.isFiled) throw ApplicationFailure.retryable('The tap is not filed yet.', 'NotFiledYet');
    const { durationMs = 0 } = kindOfChannel(tap.channelKind).triggers.menu_message_tap ?? {};
    const leavesWithinMs = Math.max(0, durationMs - Math.max(0, tap.ageMs));
    const isTooLate = leavesWithinMs === 0;
    const messages = [];
    for (const one of says) {
      const text = tap.texts[one];
      if (text === null) continue;
      const messageId = await ratingAnswers.write(tap, one, text, isTooLate);
      messages.push({ messageId, kind: 'text' });
    }
    if (isTooLate || messages.length === 0) return null;
    return { messages, leavesWithinMs, isConversationOpen: tap.isConversationOpen };
  };
}
