import {
  type Client,
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, type UpdateDefinition } from '@temporalio/common';
import type { Actor } from '../domain/conversation/conversation';
import type { Refusal } from '../domain/refusals';
import {
  attendUpdate,
  CONVERSATION_WORKFLOW,
  type ConversationInput,
  type ConversationView,
  cancelUpdate,
  completeUpdate,
  conversationWorkflowId,
  factsSignal,
  GREETING_WORKFLOW,
  type GreetingInput,
  greetingWorkflowId,
  REFUSED,
  type ReplyDetails,
  replyUpdate,
  type SignalledFact,
  transferUpdate,
  type WishMessage,
} from '../workflows/messages';
import { DuihuaBrandId, DuihuaChannelId, DuihuaState } from '../workflows/search-attribute-keys';

/** Which conversation a wish is meant for, and whose chain hosts it. */
export type WishTarget = { readonly contactId: string; readonly conversationId: string; readonly by: Actor };

/** What became of a wish. */
export type WishResult =
  | { readonly type: 'accepted'; readonly view: ConversationView }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** No execution hosts it any more: the store knows whether it is completed. */
  | { readonly type: 'notOpen' }
  /** It may have been accepted and may not; nobody answered in time. */
  | { readonly type: 'unanswered' }
  /** Temporal or the worker is away: it was not accepted. */
  | { readonly type: 'unavailable' };

export type ConversationClient = {
  /**
   * Tells a contact's chain what happened; starts it where none runs. Throws Temporal's ServiceError where the
   * server is away.
   */
  readonly signalWithStart: (
    start: Omit<ConversationInput, 'thread' | 'rollAfterEvents'>,
    facts: readonly SignalledFact[],
  ) => Promise<void>;
  /** Tells a chain that runs already; false where none runs. */
  readonly signal: (contactId: string, facts: readonly SignalledFact[]) => Promise<boolean>;
  /** Starts the greeting for a follow or scan; the second time for one event it does nothing. */
  readonly greet: (input: GreetingInput) => Promise<void>;
  readonly reply: (target: WishTarget, details: ReplyDetails) => Promise<WishResult>;
  readonly attend: (target: WishTarget) => Promise<WishResult>;
  readonly transfer: (target: WishTarget, toOperatorId: string) => Promise<WishResult>;
  readonly complete: (target: WishTarget) => Promise<WishResult>;
  readonly cancel: (target: WishTarget, messageId: string) => Promise<WishResult>;
};

export type ConversationClientOptions = {
  /** Lazily connected, so that the API starts while Temporal is away. */
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
  /** How long a wish waits for its answer, in ms: without a worker it would wait for ever. */
  readonly answerWithinMs: number;
  /**
   * How long a signal waits for the server to take it, in ms. A call on a connection that dies in the wrong moment
   * is never answered, and would hold up its contact for ever; a signal that comes twice does no harm.
   */
  readonly signalWithinMs: number;
  /** Rolls a run over at this many events; for tests. */
  readonly rollAfterEvents?: number;
};

/** The typed way from the API and the dispatcher to the conversations' workflows. */
export function createConversationClient(options: ConversationClientOptions): ConversationClient {
  const { taskQueue, answerWithinMs, signalWithinMs, rollAfterEvents } = options;
  const inTime = async <T>(call: (client: Client) => Promise<T>): Promise<T> => {
    const client = await options.client();
    return client.withDeadline(Date.now() + signalWithinMs, () => call(client));
  };

  const wish = async <Details extends object>(
    definition: UpdateDefinition<ConversationView, [WishMessage<Details>]>,
    { contactId, conversationId, by }: WishTarget,
    details: Details,
    updateId?: string,
  ): Promise<WishResult> => {
    try {
      const client = await options.client();
      const handle = client.workflow.getHandle(conversationWorkflowId(contactId));
      const message: WishMessage<Details> = { ...details, conversationId, by };
      const view = await client.withDeadline(Date.now() + answerWithinMs, () =>
        handle.executeUpdate(definition, {
          args: [message],
          ...(updateId === undefined ? {} : { updateId }),
        }),
      );
      return { type: 'accepted', view };
    } catch (error) {
      return toWishResult(error);
    }
  };

  return {
    async signalWithStart(input, facts) {
      const { contactId, channelId, brandId } = input;
      const start = {
        workflowId: conversationWorkflowId(contactId),
        taskQueue,
        args: [
          {
            ...input,
            ...(rollAfterEvents === undefined ? {} : { rollAfterEvents }),
          } satisfies ConversationInput,
        ],
        signal: factsSignal,
        signalArgs: [{ facts }] as [{ facts: readonly SignalledFact[] }],
        staticSummary: `Conversation of contact ${contactId} on channel ${channelId}`,
        typedSearchAttributes: [
          { key: DuihuaState, value: 'waiting' },
          { key: DuihuaChannelId, value: channelId },
          { key: DuihuaBrandId, value: brandId },
        ],
      };
      await inTime((client) => client.workflow.signalWithStart(CONVERSATION_WORKFLOW, start));
    },

    async signal(contactId, facts) {
      try {
        const workflowId = conversationWorkflowId(contactId);
        await inTime((client) => client.workflow.getHandle(workflowId).signal(factsSignal, { facts }));
        return true;
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },

    async greet(input) {
      const start = {
        workflowId: greetingWorkflowId(input.eventMessageId),
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        taskQueue,
        args: [input],
        staticSummary: `Greeting of contact ${input.contactId}`,
      } as const;
      try {
        await inTime((client) => client.workflow.start(GREETING_WORKFLOW, start));
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },

    reply: (target, details) => wish(replyUpdate, target, details, details.messageId),
    attend: (target) => wish(attendUpdate, target, {}),
    transfer: (target, toOperatorId) => wish(transferUpdate, target, { toOperatorId }),
    complete: (target) => wish(completeUpdate, target, {}),
    cancel: (target, messageId) => wish(cancelUpdate, target, { messageId }),
  };
}

/** Status codes of gRPC. */
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;
/** RESOURCE_EXHAUSTED, FAILED_PRECONDITION (the workflow task fails), UNAVAILABLE. */
const AWAY_CODES: ReadonlySet<number> = new Set([8, 9, 14]);

function toWishResult(error: unknown): WishResult {
  if (error instanceof WorkflowUpdateFailedError) {
    const { cause } = error;
    if (cause instanceof ApplicationFailure && cause.type === REFUSED) {
      return { type: 'refused', refusal: cause.details?.[0] as Refusal };
    }
    // `AcceptedUpdateCompletedWorkflow`: accepted, and cut off by the end of the run.
    return { type: 'unanswered' };
  }
  if (error instanceof WorkflowNotFoundError) return { type: 'notOpen' };
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { type: 'unanswered' };
  const cause = error instanceof ServiceError ? error.cause : error;
  if (isGrpcServiceError(cause)) {
    const code: number = cause.code;
    if (code === NOT_FOUND) return { type: 'notOpen' };
    if (code === DEADLINE_EXCEEDED) return { type: 'unanswered' };
    if (AWAY_CODES.has(code)) return { type: 'unavailable' };
  }
  throw error;
}
