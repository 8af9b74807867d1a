import { randomUUID } from 'node:crypto';
import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import { reopenableThread, storedThread } from '../domain/chain/stored-chain';
import type { BotAnswer } from '../domain/conversation/bot/answer';
import type { Actor } from '../domain/conversation/conversation';
import {
  askRatingUpdate,
  attendUpdate,
  botSpeechUpdate,
  CONVERSATION_WORKFLOW,
  type ConversationInput,
  type ConversationView,
  cancelUpdate,
  completeUpdate,
  conversationWorkflowId,
  declineUpdate,
  type Facts,
  factsSignal,
  GREETING_WORKFLOW,
  type GreetingInput,
  greetingWorkflowId,
  handbackUpdate,
  type ReplyDetails,
  reopenUpdate,
  replyUpdate,
  snoozeUpdate,
  transferToGroupUpdate,
  transferUpdate,
  unsnoozeUpdate,
  type WishMessage,
} from '../workflows/conversation/messages';
import { DuihuaBrandId, DuihuaChannelId, DuihuaState } from '../workflows/conversation/search-attribute-keys';
import type { ConversationClientOptions } from './conversation-client-options';
import { makeWish, type Restarted, type WishResult } from './make-wish';
import { isUnprepared } from './wish-failure';
import { createWishQueue } from './wish-queue';

export type { WishResult } from './make-wish';

/** The conversation that an operator's wish is about, and the contact whose chain hosts it. */
export type WishTarget = { readonly contactId: string; readonly conversationId: string; readonly by: Actor };

export type ConversationClient = {
  /**
   * Signals facts to a contact's chain; starts it if none is running. Throws Temporal's ServiceError if the server is
   * unavailable.
   */
  readonly signalWithStart: (
    start: Pick<ConversationInput, 'contactId' | 'channelId' | 'brandId'>,
    told: Facts,
  ) => Promise<void>;
  /**
   * Signals facts to a chain with an unfinished conversation; false if there is none. A run that Temporal has lost is first
   * restarted from the stored state.
   */
  readonly signal: (contactId: string, told: Facts) => Promise<boolean>;
  /**
   * Restarts a contact's run from the stored state unless one is running; false if the contact has no
   * unfinished conversation.
   */
  readonly restart: (contactId: string) => Promise<boolean>;
  /** Starts the greeting for a follow or scan on this channel; a second call for the same event does nothing. */
  readonly greet: (input: GreetingInput, channelId: string) => Promise<void>;
  readonly reply: (target: WishTarget, details: ReplyDetails) => Promise<WishResult>;
  readonly attend: (target: WishTarget) => Promise<WishResult>;
  readonly transfer: (target: WishTarget, toOperatorId: string) => Promise<WishResult>;
  /** It waits again, in the queue of that group. */
  readonly transferToGroup: (target: WishTarget, groupId: string) => Promise<WishResult>;
  /** The operator declines the offer that was made to them. */
  readonly decline: (target: WishTarget) => Promise<WishResult>;
  readonly complete: (target: WishTarget) => Promise<WishResult>;
  readonly cancel: (target: WishTarget, messageId: string) => Promise<WishResult>;
  /**
   * Reopens a completed conversation as `newConversationId`, and starts a run if none is running. Resolves when the new
   * conversation is stored.
   */
  readonly reopen: (target: WishTarget, newConversationId: string) => Promise<WishResult>;
  /** `until`: epoch ms by the conversation's clock; null: until the contact writes. */
  readonly snooze: (target: WishTarget, until: number | null) => Promise<WishResult>;
  readonly unsnooze: (target: WishTarget) => Promise<WishResult>;
  /**
   * A bot says something by itself, after `turn`, for which it had no answer yet; its messages are stored. `speechId`: the
   * same for a repeat.
   */
  readonly botSpeech: (
    target: Omit<WishTarget, 'by'> & { readonly turn: number },
    answer: BotAnswer,
    speechId: string,
  ) => Promise<WishResult>;
  /** Gives the conversation back to its bot. */
  readonly handback: (target: WishTarget) => Promise<WishResult>;
  /** Asks the contact to rate the conversation. If it is completed, a run is started that asks. */
  readonly askRating: (target: WishTarget) => Promise<WishResult>;
};

/** Per conversation and process; Temporal allows ten for all processes together. */
const LENGTH_OF_IDS = 36;
const WISHES_IN_FLIGHT = 4;

const WORKFLOW_TASK_WITHIN_MS = 5_000;

/** Creates the typed client through which the API and the dispatchers reach the conversations' workflows. */
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

  /** The options for starting a run of a contact's chain. */
  const startOf = (input: ConversationInput) => {
    const { contactId, channelId, brandId } = input;
    return {
      workflowId: conversationWorkflowId(contactId),
      taskQueue,
      // Otherwise tasks are given out in order of arrival, and a burst on one channel delays all others
      // (docs/scaling.md#channels-take-turns).
      priority: { fairnessKey: channelId },
      // How long a worker that dies in the middle of a task blocks the conversation.
      workflowTaskTimeout: WORKFLOW_TASK_WITHIN_MS,
      args: [{ ...input, ...(rollAfterEvents === undefined ? {} : { rollAfterEvents }) }] as [
        ConversationInput,
      ],
      staticSummary: `Contact ${shortId(contactId)} on channel ${shortId(channelId)}`,
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

  /** The input for restarting a lost run; null if no conversation is open. */
  const restartInput = async (contactId: string): Promise<ConversationInput | null> => {
    const chain = await options.stored(contactId);
    if (chain === null) return null;
    const { channelId, brandId } = chain;
    return { contactId, channelId, brandId, thread: storedThread(chain), isRaised: true };
  };

  const restart = async (contactId: string, until?: number): Promise<Restarted> => {
    const input = await restartInput(contactId);
    if (input === null) return 'none';
    const start = { ...startOf(input), workflowIdConflictPolicy: 'FAIL' } as const;
    try {
      await inTime((client) => client.workflow.start(CONVERSATION_WORKFLOW, start), until);
      options.onRestarted?.();
      return 'restarted';
    } catch (error) {
      // Another process was faster; it also counts the restart.
      if (error instanceof WorkflowExecutionAlreadyStartedError) return 'found';
      throw error;
    }
  };

  const wish = <Details extends object>(
    definition: UpdateDefinition<ConversationView, [WishMessage<Details>]>,
    { contactId, conversationId, by }: WishTarget,
    details: Details,
    updateId: string = randomUUID(),
  ): Promise<WishResult> => update(definition, contactId, { ...details, conversationId, by }, updateId);

  const update = async <Message extends object>(
    definition: UpdateDefinition<ConversationView, [Message]>,
    contactId: string,
    message: Message,
    updateId: string,
  ): Promise<WishResult> => {
    const until = Date.now() + answerWithinMs;
    const client = await options.client();
    const handle = client.workflow.getHandle(conversationWorkflowId(contactId));
    const attempt = (): Promise<ConversationView> =>
      client.withDeadline(until, () => handle.executeUpdate(definition, { args: [message], updateId }));
    const result = await queue.run(contactId, until, () =>
      makeWish({ attempt, restart: () => restart(contactId, until), until }),
    );
    return result ?? { type: 'unavailable' };
  };

  const reopen: ConversationClient['reopen'] = ({ contactId, conversationId, by }, newConversationId) =>
    wishOfLatest(reopenUpdate, contactId, { conversationId, by, newConversationId }, { changesIt: false });

  /**
   * Makes a wish about the contact's newest conversation, even if it is completed: each attempt starts the run. `changesIt`:
   * the completed conversation itself changes, so the run has to say that it continues what is stored.
   */
  const wishOfLatest = async <Message extends object>(
    definition: UpdateDefinition<ConversationView, [Message]>,
    contactId: string,
    message: Message,
    { changesIt }: { readonly changesIt: boolean },
  ): Promise<WishResult> => {
    const until = Date.now() + answerWithinMs;
    const client = await options.client();
    const args: [Message] = [message];
    // Not the id of a new conversation: a later request for it is judged by what holds then, not answered from this one.
    const updateId = randomUUID();
    const attempt = async (): Promise<ConversationView> => {
      const chain = await options.latest(contactId);
      if (chain === null) throw new Error('The conversation is not stored.');
      const { channelId, brandId, isUnfinished } = chain;
      const thread = reopenableThread(chain);
      const input = {
        contactId,
        channelId,
        brandId,
        thread,
        ...(isUnfinished || changesIt ? { isRaised: true as const } : {}),
      };
      const start = { ...startOf(input), workflowIdConflictPolicy: 'USE_EXISTING' } as const;
      const startWorkflowOperation = new WithStartWorkflowOperation(CONVERSATION_WORKFLOW, start);
      const update = { args, updateId, startWorkflowOperation };
      return client.withDeadline(until, () => client.workflow.executeUpdateWithStart(definition, update));
    };
    // Each attempt starts the run itself.
    const restarted = async (): Promise<Restarted> => 'found';
    const result = await queue.run(contactId, until, () => makeWish({ attempt, restart: restarted, until }));
    return result ?? { type: 'unavailable' };
  };

  return {
    signalWithStart,
    restart: async (contactId) => (await restart(contactId)) !== 'none',

    async signal(contactId, told) {
      try {
        const workflowId = conversationWorkflowId(contactId);
        await inTime((client) => client.workflow.getHandle(workflowId).signal(factsSignal, told));
        return true;
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
      const input = await restartInput(contactId);
      if (input === null) return false;
      await signalWithStart(input, told);
      options.onRestarted?.();
      return true;
    },

    async greet(input, channelId) {
      const start = {
        workflowId: greetingWorkflowId(input.eventMessageId),
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        taskQueue,
        priority: { fairnessKey: channelId },
        args: [input],
        staticSummary: `Greeting of contact ${shortId(input.contactId)}`,
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
    transferToGroup: (target, groupId) => wish(transferToGroupUpdate, target, { groupId }),
    decline: (target) => wish(declineUpdate, target, {}),
    complete: (target) => wish(completeUpdate, target, {}),
    cancel: (target, messageId) => wish(cancelUpdate, target, { messageId }),
    reopen,
    snooze: (target, until) => wish(snoozeUpdate, target, { until }),
    unsnooze: (target) => wish(unsnoozeUpdate, target, {}),
    botSpeech: ({ contactId, conversationId, turn }, answer, speechId) =>
      update(botSpeechUpdate, contactId, { conversationId, turn, answer }, speechId),
    handback: (target) => wish(handbackUpdate, target, {}),
    askRating: ({ contactId, conversationId, by }) =>
      wishOfLatest(askRatingUpdate, contactId, { conversationId, by }, { changesIt: true }),
  };
}

/** The end of an id, which people use to tell contacts apart (`contactName`); the demo's channel has a name for its id. */
function shortId(id: string): string {
  return id.length < LENGTH_OF_IDS ? id : id.slice(-4);
}
