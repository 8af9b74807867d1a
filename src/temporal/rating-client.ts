import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import {
  commentUpdate,
  RATING_WORKFLOW,
  type RatingInput,
  ratingWorkflowId,
  tapSignal,
} from '../workflows/rating/messages';
import { readWishFailure } from './wish-failure';

/** An item of the contact; `ageMs`: how long ago it was received. */
type Item = { readonly messageId: string; readonly ageMs: number };

/** What the dispatcher tells the workflows of ratings. Throws while Temporal is unavailable. */
export type RatingClient = {
  /** The contact tapped a choice. `mayStart`: it is not rated yet; else a run that has ended takes no tap any more. */
  readonly tap: (
    input: RatingInput,
    tap: Item & { readonly score: number; readonly wechatCreatedAt?: number | undefined },
    options: { readonly mayStart: boolean },
  ) => Promise<void>;
  /** Whether a text is the comment of a rating; if so, it is stored. A repeat gets the same answer. */
  readonly comment: (conversationId: string, item: Item) => Promise<boolean>;
};

/**
 * `client` is connected lazily, so that the API starts while Temporal is unavailable. `withinMs`: how long the server may
 * take.
 */
export function createRatingClient(options: {
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
  readonly withinMs: number;
}): RatingClient {
  const { taskQueue, withinMs } = options;
  return {
    async tap(input, tap, { mayStart }) {
      const client = await options.client();
      const workflowId = ratingWorkflowId(input.conversationId);
      try {
        await client.withDeadline(Date.now() + withinMs, async () => {
          if (!mayStart) return client.workflow.getHandle(workflowId).signal(tapSignal, tap);
          await client.workflow.signalWithStart(RATING_WORKFLOW, {
            workflowId,
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            taskQueue,
            args: [input],
            signal: tapSignal,
            signalArgs: [tap],
            staticSummary: `Rating of conversation ${input.conversationId}`,
          });
        });
      } catch (error) {
        const isOver =
          error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError;
        if (!isOver) throw error;
      }
    },

    async comment(conversationId, { messageId, ageMs }) {
      const client = await options.client();
      const handle = client.workflow.getHandle(ratingWorkflowId(conversationId));
      try {
        await client.withDeadline(Date.now() + withinMs, () =>
          handle.executeUpdate(commentUpdate, { args: [{ messageId, ageMs }], updateId: messageId }),
        );
        return true;
      } catch (error) {
        const { type } = readWishFailure(error);
        if (type === 'refused' || type === 'gone') return false;
        throw error;
      }
    },
  };
}
