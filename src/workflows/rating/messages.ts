import { defineSignal, defineUpdate } from '@temporalio/workflow';

/**
 * The messages of the workflow that keeps a rating after the first tap. Names are an API: they are never renamed, only added.
 * They hold ids, scores and ages only.
 */

/** Type name of the workflow. */
export const RATING_WORKFLOW = 'rating';

/** One workflow id per conversation, so the server itself guarantees that one run decides about its rating. */
export function ratingWorkflowId(conversationId: string): string {
  return `rating-${conversationId}`;
}

export type RatingInput = {
  readonly conversationId: string;
  readonly contactId: string;
  /** A lower score makes the contact's next text the comment; null: none does. */
  readonly askReasonBelow: number | null;
};

/** An item of the contact; `ageMs`: how long ago it was received. */
type Item = { readonly messageId: string; readonly ageMs: number };

/** A tap on a choice; `wechatCreatedAt`: when it was made by WeChat's clock (epoch ms), if WeChat said so. */
type Tap = Item & { readonly score: number; readonly wechatCreatedAt?: number | undefined };

/** The contact tapped a choice. */
export const tapSignal = defineSignal<[Tap]>('tap');

/**
 * The contact wrote a text: accepted if it is the comment, and answered when that is stored. Refused with `Refused`, without
 * a detail, if it is not.
 */
export const commentUpdate = defineUpdate<void, [Item]>('comment');
