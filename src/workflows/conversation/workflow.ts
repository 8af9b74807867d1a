import {
  allHandlersFinished,
  CancellationScope,
  condition,
  makeContinueAsNewFunc,
  patched,
  setHandler,
  sleep,
  uuid4,
  workflowInfo,
} from '@temporalio/workflow';
import { Chain } from '../../domain/chain/chain';
import { emptyThread, type Thread } from '../../domain/chain/thread';
import { upgradeThread } from '../../domain/chain/upgrade';
import type { ToSay } from '../../domain/conversation/automatic/automatic-kinds';
import { PAUSE_MS } from '../../domain/conversation/bot/turn';
import type { OutboundMessage } from '../../domain/conversation/conversation';
import { type Fact, olderBy } from '../../domain/conversation/events';
import { DEFAULT_SETTINGS, type VersionedSettings } from '../../domain/settings';
import {
  checkSubscription,
  deliverMessage,
  dropAutomatic,
  prepareAutomatic,
  settleAttempt,
} from '../activity-proxies';
import { createBotAsker } from './bot-asker';
import { createDeadlineTimer } from './deadline-timer';
import { createExactTimer } from './exact-timer';
import {
  CONVERSATION_WORKFLOW,
  type ConversationInput,
  type Facts,
  factsSignal,
  viewQuery,
} from './messages';
import { createProjectionWriter } from './projection-writer';
import { createRouter } from './router';
import {
  CLOSING_SUMMARY,
  DEADLINE_SUMMARIES,
  routingSummary,
  timerSummary,
  turnSummary,
} from './timer-summaries';
import { createView, toSearchAttributes } from './view';
import { handleWishes, viewOf } from './wish-handlers';

/** Patches of this workflow (docs/architecture.md#changing-a-workflow). */
const COUNTS_THE_START = 'counts-the-start';
const SHOWS_DELIVERY = 'shows-delivery';
const WARNS_OF_CLOSING = 'warns-of-closing';
const ANNOUNCES_CLOSING = 'announces-closing';
const ENDS_LONG_RUNS = 'ends-long-runs';
const ENDS_LONG_RUNS_BEFORE_TURNS = 'ends-long-runs-before-turns';
const DROPS_WHAT_IS_NOT_SAID = 'drops-what-is-not-said';
const TURNS_ARE_DUE_BY_RECEIPT = 'turns-are-due-by-receipt';
const GOES_BACK_BEHIND_TAKEOVERS = 'goes-back-behind-takeovers';

/** A signal handler must not throw: if a signal has no settings, the defaults apply until the channel's own arrive. */
const FALLBACK_SETTINGS: VersionedSettings = { ...DEFAULT_SETTINGS, version: 0 };

/** If a run's first task comes later than this after its start, there was no worker. */
const WITHOUT_WORKER_MS = 1_000;

/**
 * A run continues as new when its history is this long. The worker that takes a conversation over has to replay it
 * within the time limit of a workflow task, and after the death of a worker many are taken over at once. 400 events
 * take about 0.1 s.
 */
const LONGEST_HISTORY = 400;

/** The time limit of the activity that sends (activity-proxies.ts), plus one second. */
const ATTEMPT_ENDS_WITHIN_MS = 8_000;

/**
 * The workflow that hosts the chain of one contact. All decisions are made by `Chain`: the handlers of signals and
 * updates only pass events to it, and the loop does what it returns as the next effect.
 */
export async function conversation(input: ConversationInput): Promise<void> {
  // A request to cancel the workflow must not end a conversation: ending one needs a reason and a last projection.
  await CancellationScope.nonCancellable(() => host(input));
}

async function host(input: ConversationInput): Promise<void> {
  const { startTime } = workflowInfo();
  const { generation = 0 } = input;
  let hasChanged = false;
  const wake = (): void => {
    hasChanged = true;
  };
  const thread = input.thread === undefined ? emptyThread(input) : upgradeThread(input.thread);
  let warns: boolean | null = null;
  const mayWarn = (): boolean => (warns ??= patched(WARNS_OF_CLOSING));
  let announces: boolean | null = null;
  const mayAnnounce = (): boolean => (announces ??= patched(ANNOUNCES_CLOSING));
  const onApplied = (_event: unknown, before: Thread): void => {
    if (chain.thread !== before) wake();
  };
  const endsBeforeTurn = (): boolean => isLong(input) && patched(ENDS_LONG_RUNS_BEFORE_TURNS);
  const mayGoBack = (): boolean => patched(GOES_BACK_BEHIND_TAKEOVERS);
  const chain = new Chain(thread, { onApplied, mayWarn, mayAnnounce, isLong: endsBeforeTurn, mayGoBack });
  const view = createView(() => patched(SHOWS_DELIVERY));
  const timer = createDeadlineTimer(wake);
  const turnTimer = createExactTimer(wake);
  const routingTimer = createExactTimer(wake);
  const bots = createBotAsker(chain, input);
  /** A failure of a background task is a bug: it fails the workflow task, so that engineers see it. */
  let backgroundFailure: unknown = null;

  const runInBackground = (task: Promise<void>): void => {
    task.catch((error: unknown) => {
      backgroundFailure = error;
      wake();
    });
  };

  /** Settles attempts that a lost run began: when their time limit is over, the ledger says how they ended. */
  const settle = (interrupted: readonly OutboundMessage[]): void => {
    for (const message of interrupted) runInBackground(settleLater(message));
  };
  const settleLater = async (message: OutboundMessage): Promise<void> => {
    const leftMs = (message.sendingSince ?? 0) + ATTEMPT_ENDS_WITHIN_MS - Date.now();
    if (leftMs > 0) await sleep(Math.min(leftMs, ATTEMPT_ENDS_WITHIN_MS));
    const outcome = await settleAttempt({ message, attempt: message.attempts });
    chain.endSend(message.messageId, outcome, Date.now());
    wake();
  };
  const store = createProjectionWriter(chain, generation, settle);
  const router = createRouter(chain, store);
  if (input.isRaised) settle(chain.restart());

  /**
   * How long the signal that began the run waited for a worker, in ms: its facts have grown older by that. 0 for every
   * other signal, because its time of arrival is not known here.
   */
  let isFirstSignal = input.thread === undefined;
  const sinceStart = (): number => {
    const waitedMs = isFirstSignal ? Date.now() - startTime.getTime() : 0;
    isFirstSignal = false;
    return waitedMs > WITHOUT_WORKER_MS && patched(COUNTS_THE_START) ? waitedMs : 0;
  };

  // The order matters: messages buffered before a run's first task are handled in the order of registration, and a
  // message from the contact has to be known before a reply is judged.
  setHandler(viewQuery, () => viewOf(chain), {
    description: 'the conversation as it is now',
  });
  setHandler(
    factsSignal,
    (signalled) => {
      const waitedMs = sinceStart();
      for (const fact of toFacts(signalled)) chain.take(dueByReceipt(olderBy(fact, waitedMs)), Date.now());
      wake();
    },
    { description: 'facts: what the contact or the desk did' },
  );
  handleWishes(chain, store.noteWish);

  const deliver = async ({ messageId }: OutboundMessage): Promise<void> => {
    const started = chain.startSend(messageId, Date.now());
    if (started === null) return;
    const { message, mark, beginsWithinMs } = started;
    const attempt = { message, attempt: message.attempts };
    const by = store.writer();
    const projection = chain.toProjection(mark, by);
    // By the conversation's own clock, which may be ahead of all others.
    const scheduleToStartTimeout = Math.max(1, Math.ceil(beginsWithinMs));
    const summary = `sends message ${messageId} to WeChat`;
    const delivered = await deliverMessage
      .executeWithOptions({ summary, scheduleToStartTimeout }, [{ ...attempt, projection }])
      .catch(() => null);
    if (delivered !== null) store.applyResult(mark, delivered, by);
    // No worker took it in time, the worker died, or the store was unavailable: only the ledger knows what happened.
    else chain.writeAgain();
    const outcome = delivered?.outcome ?? (await settleAttempt(attempt));
    chain.endSend(messageId, outcome, Date.now());
    wake();
  };

  const ask = async (): Promise<void> => {
    await bots.ask();
    wake();
  };

  const prepare = async (toSay: ToSay): Promise<void> => {
    const conversationId = chain.startPreparing();
    const said = { contactId: input.contactId, conversationId, ...toSay };
    // If it failed, it is not known whether the message is stored.
    const stored =
      conversationId === null ? null : await prepareAutomatic(said).catch(() => 'unknown' as const);
    const messageId = stored === 'unknown' ? null : stored;
    const isTaken = chain.endPreparing(conversationId, toSay, messageId, Date.now());
    if (!isTaken && stored !== null && patched(DROPS_WHAT_IS_NOT_SAID)) await dropAutomatic(said);
    chain.forgetPreparing();
    wake();
  };

  const check = async (): Promise<void> => {
    const conversationId = chain.startCheck();
    const { contactId } = input;
    const subscribed = await checkSubscription({ contactId }).catch(() => null);
    chain.endCheck(conversationId, subscribed, Date.now());
    wake();
  };

  const rollOver = async (): Promise<never> => {
    await condition(allHandlersFinished);
    const { current } = chain.thread;
    const roll = makeContinueAsNewFunc<typeof conversation>({
      workflowType: CONVERSATION_WORKFLOW,
      ...(current === null ? {} : { typedSearchAttributes: toSearchAttributes(current) }),
    });
    const { isRaised: _isRaised, ...same } = input;
    return roll({ ...same, thread: chain.thread, generation: generation + 1 });
  };

  for (;;) {
    hasChanged = false;
    if (backgroundFailure !== null) throw backgroundFailure;
    const now = Date.now();
    const effect = chain.next(now);
    // Until the opening hours are known, it is not known in which state it is.
    if (effect.type !== 'readHours') view.show(chain.thread, now);
    bots.stopIfInVain();
    switch (effect.type) {
      case 'readHours':
        await router.readHours(effect.question);
        break;
      case 'claimOffer':
        await router.claimOffer(effect.claim);
        break;
      case 'project':
        await store.project();
        break;
      case 'deliver':
        runInBackground(deliver(effect.message));
        break;
      case 'askBot':
        runInBackground(ask());
        break;
      case 'prepareAutomatic':
        runInBackground(prepare(effect.toSay));
        break;
      case 'checkSubscription':
        runInBackground(check());
        break;
      case 'renew':
        await rollOver();
        break;
      case 'end':
        await condition(allHandlersFinished);
        // A wish may have reopened the conversation since.
        if (!hasChanged) return;
        break;
      case 'wait': {
        if (effect.isAtRest && shouldRollOver(input)) await rollOver();
        const { until, warnsAt, announcesAt, turnAt = null, routingAt = null } = effect;
        turnTimer.wakeAt(turnAt, now, turnSummary(chain.thread));
        routingTimer.wakeAt(routingAt, now, routingSummary(chain.thread));
        // Most conversations end or are answered before; only the rest get the timer, and the patch marker in their
        // history.
        const isDue = (at: number | null): at is number =>
          at !== null && at < (until ?? Infinity) && !timer.wakesBy(at);
        if (isDue(warnsAt) && mayWarn()) timer.wakeAt(warnsAt, now, DEADLINE_SUMMARIES.window_closing);
        else if (isDue(announcesAt) && mayAnnounce()) timer.wakeAt(announcesAt, now, CLOSING_SUMMARY);
        else if (until !== null) timer.wakeAt(until, now, timerSummary(chain.thread, until));
        await condition(() => hasChanged);
        break;
      }
      default:
        effect satisfies never;
    }
  }
}

function shouldRollOver(input: ConversationInput): boolean {
  if (!isLong(input)) return false;
  const isForced = workflowInfo().continueAsNewSuggested || input.rollAfterEvents !== undefined;
  return isForced || patched(ENDS_LONG_RUNS);
}

function isLong({ rollAfterEvents = LONGEST_HISTORY }: ConversationInput): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || historyLength >= rollAfterEvents;
}

/**
 * A message that has waited for the pause after which a bot is asked, because the workers are busy, is not made to wait
 * for it again: that saves the timer and a workflow task.
 */
function dueByReceipt(fact: Fact): Fact {
  if (fact.type !== 'contactWrote' || fact.ageMs < PAUSE_MS) return fact;
  if ((fact.settings.bot.botId ?? null) === null || !patched(TURNS_ARE_DUE_BY_RECEIPT)) return fact;
  return { ...fact, isDueByReceipt: true };
}

function toFacts({ facts, settings = FALLBACK_SETTINGS }: Facts): readonly Fact[] {
  return facts.map((fact) =>
    fact.type === 'contactWrote' ? { settings, ...fact, newConversationId: uuid4() } : fact,
  );
}
