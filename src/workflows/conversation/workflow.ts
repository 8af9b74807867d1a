import {
  allHandlersFinished,
  CancellationScope,
  condition,
  isCancellation,
  makeContinueAsNewFunc,
  patched,
  setHandler,
  sleep,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import { nextEffect } from '../../domain/chain/effects';
import {
  type ChainPosition,
  isUnknownTo,
  type Projection,
  type ProjectionResult,
  type Resumed,
  toProjection,
} from '../../domain/chain/projection';
import { emptyThread, mustAwaitSend } from '../../domain/chain/thread';
import { type Mark, ThreadLog } from '../../domain/chain/thread-log';
import type { Conversation, OutboundMessage } from '../../domain/conversation/conversation';
import { nextDeadline } from '../../domain/conversation/deadlines';
import type { SendOutcome } from '../../domain/conversation/delivery';
import type { ConversationEvent } from '../../domain/conversation/events';
import { DEFAULT_SETTINGS, type VersionedSettings } from '../../domain/settings';
import {
  checkSubscription,
  deliverMessage,
  projectConversation,
  recordConversation,
  settleAttempt,
} from '../activity-proxies';
import { createDeadlineTimer } from './deadline-timer';
import {
  CONVERSATION_WORKFLOW,
  type ConversationInput,
  type Facts,
  factsSignal,
  viewQuery,
} from './messages';
import { createView, DEADLINE_SUMMARIES, toSearchAttributes } from './view';
import { handleWishes, viewOf } from './wish-handlers';

/** Patches of this workflow (CONTRIBUTING.md, "Changing a workflow"). */
const RECORDS_WISHES = 'records-wishes';

/** A signal handler never throws: without any settings the defaults hold until the channel's own come. */
const OLDEST_SETTINGS: VersionedSettings = { ...DEFAULT_SETTINGS, version: 0 };

/** An activity that sends has so long (activity-proxies.ts), and a moment. */
const ATTEMPT_ENDS_WITHIN_MS = 8_000;

/**
 * The execution chain of one contact. It hosts the pure rules: signals and updates become events, `nextEffect` says
 * what is to be done, activities do it. Handlers only apply events; the loop alone runs effects.
 */
export async function conversation(input: ConversationInput): Promise<void> {
  // A request to cancel the execution is not the end of a conversation; that has reasons and a last projection.
  await CancellationScope.nonCancellable(() => host(input));
}

async function host(input: ConversationInput): Promise<void> {
  const { runId, firstExecutionRunId } = workflowInfo();
  const { generation = 0 } = input;
  const log = new ThreadLog(input.thread ?? emptyThread(input));
  /** What the transcript has still to be told: the chain goes on from what the store held. */
  let resumed: Resumed | null = null;
  /** The stored version from which the chain goes on, until it has written what follows. */
  let tookOver: number | null = null;
  /** Events in the history when a wish changed the chain last: until there are more, its task may be lost. */
  let wishedAt = -1;
  /** Messages whose attempt this run waits for. */
  const inFlight = new Set<string>();
  /** Facts that begin the next conversation, and those after them, wait for the send in flight. */
  let deferred: ConversationEvent[] = [];
  let hasChanged = false;
  let isChecking = false;
  /** A failure of a side task is a bug: it fails the workflow task, where engineers see it. */
  let sideFailure: unknown = null;
  const view = createView();
  const wake = (): void => {
    hasChanged = true;
  };
  const timer = createDeadlineTimer(wake);

  const apply = (event: ConversationEvent): void => {
    if (log.apply(event, Date.now())) wake();
  };

  const position = (): ChainPosition => ({
    id: firstExecutionRunId,
    generation,
    historyLength: workflowInfo().historyLength,
  });

  const take = (event: ConversationEvent): void => {
    if (deferred.length > 0 || mustAwaitSend(log.thread, event, Date.now())) deferred.push(event);
    else apply(event);
    wake();
  };

  const sendEnded = (messageId: string, outcome: SendOutcome): void => {
    inFlight.delete(messageId);
    apply({ type: 'sendEnded', messageId, outcome });
    const waiting = deferred;
    deferred = [];
    for (const event of waiting) apply(event);
    wake();
  };

  const aside = (task: Promise<void>): void => {
    task.catch((error: unknown) => {
      sideFailure = error;
      wake();
    });
  };

  /** An attempt of a run that is lost: when it must be over, the ledger says what became of it. */
  const settleLeftBehind = async (message: OutboundMessage): Promise<void> => {
    const leftMs = (message.sendingSince ?? 0) + ATTEMPT_ENDS_WITHIN_MS - Date.now();
    if (leftMs > 0) await sleep(Math.min(leftMs, ATTEMPT_ENDS_WITHIN_MS));
    sendEnded(message.messageId, await settleAttempt({ message, attempt: message.attempts }));
  };

  /** The chain has just taken over this conversation from the store, where it had this version. */
  const resume = ({ id, state }: Conversation, storedVersion: number): void => {
    const { current, version } = log.thread;
    tookOver = storedVersion;
    if (state !== 'completed') resumed = { conversationId: id, version };
    for (const message of current?.outbound ?? []) {
      if (message.status !== 'sending' || inFlight.has(message.messageId)) continue;
      inFlight.add(message.messageId);
      aside(settleLeftBehind(message));
    }
  };
  if (input.isRaised && input.thread?.current) {
    log.distrust();
    resume(input.thread.current, input.thread.version);
  }

  // The order matters: buffered messages of a run's first task come out in the order of registration, and a message
  // of the contact has to be known before a reply is judged.
  setHandler(viewQuery, () => viewOf(log), {
    description: 'the conversation as it is now',
  });
  setHandler(factsSignal, (signalled) => toEvents(signalled).forEach(take), {
    description: 'what happened outside',
  });
  handleWishes(log, (wish) => {
    apply(wish);
    wishedAt = workflowInfo().historyLength;
  });

  const withdraw = (messageIds: readonly string[]): void => {
    for (const messageId of messageIds) apply({ type: 'replyWithdrawn', messageId });
  };

  const toBeWritten = (mark: Mark): Projection =>
    toProjection(mark.thread, {
      now: Date.now(),
      runId,
      chain: position(),
      ...(tookOver === null ? {} : { tookOver }),
      ...(resumed === null ? {} : { resumed }),
    });

  /** What follows from a projection: it is written, or the store is ahead and the chain goes on from there. */
  const projected = (mark: Mark, result: Pick<ProjectionResult, 'withdrawnIds' | 'ahead'>): void => {
    const { ahead } = result;
    if (ahead !== undefined && log.adopt({ ...ahead, isForeign: isUnknownTo(position(), ahead) })) {
      resume(ahead.conversation, ahead.version);
      wake();
      return;
    }
    log.acknowledge(mark);
    if (ahead === undefined) tookOver = null;
    if (resumed !== null && mark.thread.version >= resumed.version) resumed = null;
    withdraw(result.withdrawnIds);
  };

  /**
   * A wish is not in the history before its task completes, and a local activity runs before that. So what a wish
   * changed is written by an activity of its own, which is begun only when the task is complete: nothing is shown that
   * could be undone (docs/architecture.md). Where the store is away, too: its retries add no events.
   */
  const write = async (projection: Projection): Promise<ProjectionResult> => {
    const isSafe = workflowInfo().historyLength > wishedAt || !patched(RECORDS_WISHES);
    if (!isSafe) return recordConversation(projection);
    try {
      return await projectConversation(projection);
    } catch (error) {
      if (isCancellation(error)) throw error;
      return recordConversation(projection);
    }
  };

  const project = async (): Promise<void> => {
    const mark = log.mark();
    const result = await write(toBeWritten(mark));
    if (result.repeatedIds.length > 0) log.undo(result.repeatedIds);
    else projected(mark, result);
  };

  const deliver = async ({ messageId }: OutboundMessage): Promise<void> => {
    apply({ type: 'sendStarted', messageId });
    inFlight.add(messageId);
    const message = log.thread.current?.outbound.find((one) => one.messageId === messageId);
    if (message === undefined) return;
    const mark = log.mark();
    // The delivery writes the projection on its way: no activity of its own for it.
    log.entrust(mark);
    const projection = toBeWritten(mark);
    const attempt = { message, attempt: message.attempts };
    let outcome: SendOutcome;
    try {
      const delivered = await deliverMessage({ ...attempt, projection });
      projected(mark, delivered);
      outcome = delivered.outcome;
    } catch {
      // Cut off in the middle, or the store was away: only the ledger knows what happened.
      log.distrust();
      outcome = await settleAttempt(attempt);
    }
    sendEnded(messageId, outcome);
  };

  const check = async (conversationId: string): Promise<void> => {
    isChecking = true;
    const subscribed = await checkSubscription({ contactId: input.contactId }).catch(() => null);
    isChecking = false;
    if (log.thread.current?.id === conversationId) apply({ type: 'subscriptionChecked', subscribed });
    wake();
  };

  const rollOver = async (): Promise<never> => {
    await condition(allHandlersFinished);
    const { current } = log.thread;
    const roll = makeContinueAsNewFunc<typeof conversation>({
      workflowType: CONVERSATION_WORKFLOW,
      ...(current === null ? {} : { typedSearchAttributes: toSearchAttributes(current) }),
    });
    const { isRaised: _isRaised, ...same } = input;
    return roll({ ...same, thread: log.thread, generation: generation + 1 });
  };

  for (;;) {
    hasChanged = false;
    if (sideFailure !== null) throw sideFailure;
    apply({ type: 'timePassed' });
    const now = Date.now();
    view.show(log.thread, now);
    const { projectedVersion, hasRenewed } = log;
    const effect = nextEffect(log.thread, now, { projectedVersion, hasRenewed, isChecking });
    switch (effect.type) {
      case 'project':
        await project();
        break;
      case 'deliver':
        aside(deliver(effect.message));
        break;
      case 'checkSubscription':
        if (log.thread.current !== null) aside(check(log.thread.current.id));
        break;
      case 'renew':
        await rollOver();
        break;
      case 'end':
        await condition(allHandlersFinished);
        return;
      case 'wait': {
        if (effect.isAtRest && shouldRollOver(input)) await rollOver();
        if (effect.until !== null) timer.wakeAt(effect.until, now, timerSummary(log, effect.until));
        await condition(() => hasChanged);
        break;
      }
      default:
        effect satisfies never;
    }
  }
}

function shouldRollOver({ rollAfterEvents }: ConversationInput): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || (rollAfterEvents !== undefined && historyLength >= rollAfterEvents);
}

function timerSummary({ thread }: ThreadLog, until: number): string {
  const deadline = thread.current === null ? null : nextDeadline(thread.current);
  if (deadline?.at === until) return DEADLINE_SUMMARIES[deadline.kind];
  const isWaiting = thread.current?.outbound.some((one) => one.waitsForChannel === true) === true;
  return isWaiting ? 'a message that waits for the channel may leave no more' : 'next attempt to send';
}

function toEvents({ facts, settings = OLDEST_SETTINGS }: Facts): readonly ConversationEvent[] {
  return facts.map((fact) =>
    fact.type === 'contactWrote' ? { settings, ...fact, newConversationId: uuid4() } : fact,
  );
}
