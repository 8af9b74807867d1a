import { randomUUID } from 'node:crypto';
import { type Client, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { type StoredChain, storedThread } from '../domain/chain/stored-chain';
import type { Actor } from '../domain/conversation/conversation';
import {
  attendUpdate,
  CONVERSATION_WORKFLOW,
  type ConversationInput,
  type ConversationView,
  cancelUpdate,
  completeUpdate,
  conversationWorkflowId,
  type Facts,
  factsSignal,
  GREETING_WORKFLOW,
  type GreetingInput,
  greetingWorkflowId,
  type ReplyDetails,
  replyUpdate,
  transferUpdate,
  type WishMessage,
} from '../workflows/conversation/messages';
import { DuihuaBrandId, DuihuaChannelId, DuihuaState } from '../workflows/conversation/search-attribute-keys';
import { makeWish, type Raised, type WishResult } from './make-wish';
import { isUnprepared } from './wish-failure';
import { createWishQueue } from './wish-queue';

export type { WishResult } from './make-wish';

/** Which conversation a wish is meant for, and whose chain hosts it. */
export type WishTarget = { readonly contactId: string; readonly conversationId: string; readonly by: Actor };

export type ConversationClient = {
  /**
   * Tells a contact's chain what happened; starts it where none runs. Throws Temporal's ServiceError where the
   * server is away.
   */
  readonly signalWithStart: (
    start: Pick<ConversationInput, 'contactId' | 'channelId' | 'brandId'>,
    told: Facts,
  ) => Promise<void>;
  /**
   * Tells a chain whose conversation is open; false where none is. A run that Temporal has lost is started again from
   * the stored state first.
   */
  readonly signal: (contactId: string, told: Facts) => Promise<boolean>;
  /**
   * Starts a contact's run again from the stored state, unless one runs; false where no conversation of theirs is
   * open.
   */
  readonly raise: (contactId: string) => Promise<boolean>;
  /** Starts the greeting for a follow or scan; the second time for one event it does nothing. */
  readonly greet: (input: GreetingInput) => Promise<void>;
  readonly reply: (target: WishTarget, details: ReplyDetails) => Promise<WishResult>;
  readonly attend: (target: WishTarget) => Promise<WishResult>;
  readonly transfer: (target: WishTarget, toOperatorId: string) => Promise<WishResult>;
  readonly complete: (target: WishTarget) => Promise<WishResult>;
  readonly cancel: (target: WishTarget, messageId: string) => Promise<WishResult>;
};

export type ConversationClientOptions = {
  /** The stored state of a contact's chain; null where no conversation of theirs is open. */
  readonly stored: (contactId: string) => Promise<StoredChain | null>;
  /** Lazily connected, so that the API starts while Temporal is away. */
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
  /**
   * How long a wish waits for its answer, in ms, its turn among others included: without a worker it would wait for
   * ever.
   */
  readonly answerWithinMs: number;
  /**
   * How long a signal waits for the server to take it, in ms. A call on a connection that dies in the wrong moment
   * is never answered, and would hold up its contact for ever; a signal that comes twice does no harm.
   */
  readonly signalWithinMs: number;
  /** Temporal lacks our namespace or search attributes: it was reset, and has to be prepared now. */
  readonly onUnprepared?: () => void;
  /** A lost run was started again from the stored state, by this process. */
  readonly onRaised?: () => void;
  /** Rolls a run over at this many events; for tests. */
  readonly rollAfterEvents?: number;
};

/** Of one conversation, for each process: Temporal takes ten from all of them. */
const WISHES_IN_FLIGHT = 4;

const WORKFLOW_TASK_WITHIN_MS = 5_000;

/** The typed way from the API and the dispatcher to the conversations' workflows. */
export function createConversationClient(options: ConversationClientOptions): ConversationClient {
  const { taskQueue, answerWithinMs, signalWithinMs, rollAfterEvents } = options;
  const inTime = async <T>(
    call: (client: Client) => Promise<T>,
    until = Date.now() + signalWithinMs,
  ): Promise<T> => {
    const client = await options.client();
    try {
      return await client.withDeadline(until, () => call(client));
    } catch (error) {
      if (isUnprepared(error)) options.onUnprepared?.();
      throw error;
    }
  };

  const queue = createWishQueue(WISHES_IN_FLIGHT);

  /** How a run of a contact's chain is started. */
  const startOf = (input: ConversationInput) => {
    const { contactId, channelId, brandId } = input;
    return {
      workflowId: conversationWorkflowId(contactId),
      taskQueue,
      // A worker that dies in the middle of a task holds up its conversation for so long.
      workflowTaskTimeout: WORKFLOW_TASK_WITHIN_MS,
      args: [{ ...input, ...(rollAfterEvents === undefined ? {} : { rollAfterEvents }) }] as [
        ConversationInput,
      ],
      staticSummary: `Conversation of contact ${contactId} on channel ${channelId}`,
      typedSearchAttributes: [
        { key: DuihuaState, value: input.thread?.current?.state ?? 'waiting' },
        { key: DuihuaChannelId, value: channelId },
        { key: DuihuaBrandId, value: brandId },
      ],
    };
  };

  const signalWithStart = async (input: ConversationInput, told: Facts): Promise<void> => {
    const start = { ...startOf(input), signal: factsSignal, signalArgs: [told] as [Facts] };
    await inTime((client) => client.workflow.signalWithStart(CONVERSATION_WORKFLOW, start));
  };

  /** The input of a run that begins again where a lost one was; null where no conversation is open. */
  const raisedInput = async (contactId: string): Promise<ConversationInput | null> => {
    const chain = await options.stored(contactId);
    if (chain === null) return null;
    const { channelId, brandId } = chain;
    return { contactId, channelId, brandId, thread: storedThread(chain), isRaised: true };
  };

  const raise = async (contactId: string, until?: number): Promise<Raised> => {
    const input = await raisedInput(contactId);
    if (input === null) return 'none';
    const start = { ...startOf(input), workflowIdConflictPolicy: 'FAIL' } as const;
    try {
      await inTime((client) => client.workflow.start(CONVERSATION_WORKFLOW, start), until);
      options.onRaised?.();
      return 'raised';
    } catch (error) {
      // Somebody else was first: theirs is the run, and theirs to count.
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'found';
      throw error;
    }
  };

  const wish = async <Details extends object>(
    definition: UpdateDefinition<ConversationView, [WishMessage<Details>]>,
    { contactId, conversationId, by }: WishTarget,
    details: Details,
    updateId: string = randomUUID(),
  ): Promise<WishResult> => {
    const until = Date.now() + answerWithinMs;
    const client = await options.client();
    const handle = client.workflow.getHandle(conversationWorkflowId(contactId));
    const message: WishMessage<Details> = { ...details, conversationId, by };
    const attempt = (): Promise<ConversationView> =>
      client.withDeadline(until, () => handle.executeUpdate(definition, { args: [message], updateId }));
    const result = await queue.run(contactId, until, () =>
      makeWish({ attempt, raise: () => raise(contactId, until), until }),
    );
    return result ?? { type: 'unavailable' };
  };

  return {
    signalWithStart,
    raise: async (contactId) => (await raise(contactId)) !== 'none',

    async signal(contactId, told) {
      try {
        const workflowId = conversationWorkflowId(contactId);
        await inTime((client) => client.workflow.getHandle(workflowId).signal(factsSignal, told));
        return true;
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
      const input = await raisedInput(contactId);
      if (input === null) return false;
      await signalWithStart(input, told);
      options.onRaised?.();
      return true;
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
