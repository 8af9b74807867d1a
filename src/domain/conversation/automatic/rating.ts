import type { RatingObstacle } from '../../rating/rating';
import { roomRefusal } from '../consecutive';
import type { Conversation } from '../conversation';
import { andThen, type Step, unchanged, withEvent } from '../step';
import { withoutToSay, withToSay } from './automatic';
import type { AutomaticKind } from './automatic-kinds';

/** Whether the contact was asked to rate the conversation, or is about to be. */
export function isRatingAsked(conversation: Conversation): boolean {
  return conversation.ratingAsked === true || isToBeAsked(conversation);
}

/** The contact is to be asked to rate the conversation; nothing changes if they were (docs/rules.md#100). */
export function withRating(conversation: Conversation): Conversation {
  return isRatingAsked(conversation) ? conversation : withToSay(conversation, { kind: 'rating', number: 0 });
}

/**
 * A conversation that has just been completed asks for a rating, if the channel does: where an operator completed it, and
 * where a time limit did only if the channel wants that.
 */
export function withRatingAtEnd(completed: Conversation): Conversation {
  const rating = completed.settings.automatic?.rating;
  if (rating === undefined) return completed;
  return completed.completedReason === 'operator' || rating.onAutomaticClose
    ? withRating(completed)
    : completed;
}

/** Why the contact cannot be asked now; null: they can. It may take the last of the five. */
function ratingObstacle(conversation: Conversation, now: number): RatingObstacle | null {
  if (conversation.unreachable !== null) return 'contact_unreachable';
  const refusal = roomRefusal(conversation, now);
  if (refusal === null) return null;
  return refusal.code === 'window_closed' ? refusal.code : 'consecutive_limit_reached';
}

/** It is not asked for; the timeline says why. Nothing changes if it was not to be. */
export function ratingNotAsked(conversation: Conversation, reason: RatingObstacle): Step {
  if (!isToBeAsked(conversation)) return unchanged(conversation);
  const silent = withoutToSay(conversation, isRating);
  return withEvent(unchanged(silent), { type: 'rating_not_asked', reason });
}

/**
 * The question is stored as `messageId`; null: it could not be. `accept` takes it, if a message may be sent now. One that is
 * no longer to be asked changes nothing: its row was never in the transcript.
 */
export function ratingPrepared(
  conversation: Conversation,
  { messageId }: { readonly messageId: string | null },
  now: number,
  accept: (conversation: Conversation, messageId: string) => Step,
): Step {
  if (!isToBeAsked(conversation)) return unchanged(conversation);
  const obstacle = messageId === null ? 'unavailable' : ratingObstacle(conversation, now);
  if (messageId === null || obstacle !== null) return ratingNotAsked(conversation, obstacle ?? 'unavailable');
  const asked: Conversation = { ...withoutToSay(conversation, isRating), ratingAsked: true };
  return andThen(unchanged(asked), (current) => accept(current, messageId));
}

function isToBeAsked({ toSay = [] }: Conversation): boolean {
  return toSay.some(({ kind }) => isRating(kind));
}

function isRating(kind: AutomaticKind): boolean {
  return kind === 'rating';
}
