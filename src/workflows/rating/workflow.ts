import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  ApplicationFailure,
  allHandlersFinished,
  CancellationScope,
  condition,
  ParentClosePolicy,
  proxyActivities,
  setHandler,
  startChild,
} from '@temporalio/workflow';
import type { createActivities } from '../../activities';
import {
  askedEnough,
  commented,
  mayComment,
  type RatingAnswer,
  type RatingLife,
  type RatingTap,
  ratingEndsAt,
  tapped,
  UNRATED,
} from '../../domain/rating/rating-life';
import { GREETING_WORKFLOW, type GreetingInput, greetingWorkflowId, REFUSED } from '../conversation/messages';
import { commentUpdate, type RatingInput, tapSignal } from './messages';

/** Short writes that must not be lost: retried for ever, at growing intervals. */
const { recordRating, recordRatingComment, closeRatingComment } = proxyActivities<
  Pick<ReturnType<typeof createActivities>, 'recordRating' | 'recordRatingComment' | 'closeRatingComment'>
>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '15 s' },
  summary: 'stores the rating of a conversation',
});

/** A tap that counts, until it is stored and answered. */
type TakenTap = RatingTap & { readonly says: readonly RatingAnswer[]; readonly awaitsComment: boolean };

/**
 * Keeps the rating of one conversation from its first tap on: an hour, in which it may be changed, and ten minutes after a
 * low score, in which a text is its comment (docs/rules.md#101). The rules are in `domain/rating/rating-life.ts`.
 */
export async function rating(input: RatingInput): Promise<void> {
  await CancellationScope.nonCancellable(() => host(input));
}

async function host({ conversationId, contactId, askReasonBelow }: RatingInput): Promise<void> {
  let life: RatingLife = UNRATED;
  let hasChanged = false;
  const waiting: TakenTap[] = [];

  setHandler(
    tapSignal,
    ({ messageId, score, ageMs, wechatCreatedAt }) => {
      const tap = { messageId, score, wechatCreatedAt };
      const now = Date.now();
      const taken = tapped(life, tap, { at: now - ageMs, now }, askReasonBelow);
      if (taken === null) return;
      life = taken.life;
      waiting.push({ messageId, score, says: taken.says, awaitsComment: life.asksUntil !== null });
      hasChanged = true;
    },
    { description: 'the contact tapped a choice' },
  );
  setHandler(
    commentUpdate,
    async ({ messageId }) => {
      life = commented(life, messageId);
      hasChanged = true;
      await recordRatingComment({ conversationId, messageId });
    },
    {
      validator: ({ messageId, ageMs }) => {
        if (mayComment(life, messageId, Date.now() - ageMs)) return;
        throw ApplicationFailure.nonRetryable('The text is no comment.', REFUSED);
      },
      description: 'the contact wrote a text: is it the comment?',
    },
  );

  for (;;) {
    hasChanged = false;
    const [next] = waiting;
    if (next !== undefined) {
      const { messageId, score, says, awaitsComment } = next;
      await recordRating({ conversationId, score, awaitsComment });
      waiting.shift();
      if (says.length > 0)
        await answer({ contactId, eventMessageId: messageId, answers: { says, conversationId } });
      continue;
    }
    const now = Date.now();
    const { asksUntil } = life;
    if (asksUntil !== null && asksUntil <= now) {
      life = askedEnough(life);
      await closeRatingComment({ conversationId });
      continue;
    }
    const endsAt = ratingEndsAt(life) ?? now;
    if (endsAt <= now) break;
    await condition(() => hasChanged, Math.min(endsAt, asksUntil ?? endsAt) - now);
  }
  await condition(allHandlersFinished);
}

/** Starts what tells the contact something within the minute of their tap; it outlives this run. */
async function answer(input: GreetingInput): Promise<void> {
  try {
    await startChild(GREETING_WORKFLOW, {
      workflowId: greetingWorkflowId(input.eventMessageId),
      args: [input],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      staticSummary: 'Answer to a rating',
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}
