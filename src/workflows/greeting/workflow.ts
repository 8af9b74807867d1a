import {
  ActivityFailure,
  CancellationScope,
  getExternalWorkflowHandle,
  log,
  setCurrentDetails,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Delivered } from '../../activities/deliver-message';
import type { PreparedGreeting } from '../../activities/greeting';
import type { Projection } from '../../domain/chain/projection';
import type { OutboundMessage } from '../../domain/conversation/conversation';
import { afterSend } from '../../domain/conversation/delivery';
import { deliverMessage, dropGreeting, prepareGreeting, settleAttempt } from '../activity-proxies';
import { conversationWorkflowId, factsSignal, type GreetingInput } from '../conversation/messages';

/** How often a greeting is tried again while WeChat refuses the channel. */
const CHANNEL_POLL_MS = 10_000;

/**
 * Greets a contact for one follow or scan, at most once and within the minute that WeChat allows for it
 * (docs/rules.md#21). If a conversation is open, it is asked to send the greeting, so that the greeting is counted and
 * kept in order with its other messages. Otherwise the greeting is sent from here, through the same send ledger, which
 * stops this workflow from sending as soon as the contact has written.
 */
export async function greeting(input: GreetingInput): Promise<void> {
  await CancellationScope.nonCancellable(() => greet(input));
}

async function greet({ contactId, eventMessageId }: GreetingInput): Promise<void> {
  // The limit counts from here, so that hours without a worker, and the preparation, use it up.
  const askedAt = Date.now();
  const prepared = await prepareOrDrop({ contactId, eventMessageId });
  if (prepared === null) return;
  const { messageId, kind, isConversationOpen } = prepared;
  const leavesBefore = askedAt + prepared.leavesWithinMs;
  const leavesWithinMs = (): number => leavesBefore - Date.now();
  if (isConversationOpen && leavesWithinMs() > 0 && (await askConversation(null))) return;

  let message = firstMessage(messageId, kind);
  while (leavesWithinMs() > 0) {
    message = { ...message, status: 'sending', attempts: message.attempts + 1 };
    const { outcome, ...delivered } = await attempt(message);
    if (delivered.isConversationOpen === true) {
      // The attempt did not begin, so it does not count.
      message = { ...message, attempts: message.attempts - 1 };
      if (await askConversation(message)) return;
    }
    const after = afterSend(message, outcome);
    if (after.status !== 'queued') return;
    // A greeting is not signalled when the channel works again, and it has only a minute, so it polls.
    const pauseMs = after.nextAttemptAfterMs ?? CHANNEL_POLL_MS;
    if (pauseMs >= leavesWithinMs()) break;
    message = { ...message, busyAnswers: message.busyAnswers + (outcome.type === 'refused' ? 1 : 0) };
    await sleep(pauseMs);
  }
  await dropGreeting({ messageId });

  /**
   * False if the conversation's workflow is not running: it has ended since the store was asked, or has not begun yet.
   */
  async function askConversation(tried: OutboundMessage | null): Promise<boolean> {
    const counts = tried === null ? {} : { attempts: tried.attempts, busyAnswers: tried.busyAnswers };
    const fact = {
      type: 'greetingAsked',
      messageId,
      kind,
      leavesWithinMs: leavesWithinMs(),
      ...counts,
    } as const;
    try {
      await getExternalWorkflowHandle(conversationWorkflowId(contactId)).signal(factsSignal, {
        facts: [fact],
      });
      return true;
    } catch {
      return false;
    }
  }

  async function attempt(
    sending: OutboundMessage,
  ): Promise<Pick<Delivered, 'outcome' | 'isConversationOpen'>> {
    const request = { message: sending, attempt: sending.attempts };
    try {
      return await deliverMessage.executeWithOptions(
        {
          scheduleToStartTimeout: Math.ceil(leavesWithinMs()),
          summary: `sends message ${sending.messageId} to WeChat`,
        },
        [{ ...request, projection: emptyProjection(contactId), isOutside: true }],
      );
    } catch {
      // No worker took it in time, the worker died, or the store was unavailable: only the ledger knows what happened.
      return { outcome: await settleAttempt(request) };
    }
  }
}

/**
 * Null if there is nothing to send. If the greeting could not be prepared in time, the log and the Temporal UI say so.
 */
async function prepareOrDrop({ contactId, eventMessageId }: GreetingInput): Promise<PreparedGreeting | null> {
  try {
    return await prepareGreeting({ eventMessageId });
  } catch (error) {
    if (!(error instanceof ActivityFailure)) throw error;
    const reason = error.cause?.message ?? error.message;
    log.warn('a greeting could not be prepared in time and is dropped', {
      contactId,
      eventMessageId,
      reason,
    });
    setCurrentDetails(`Dropped: it could not be prepared in time (${reason})`);
    return null;
  }
}

function firstMessage(messageId: string, kind: string): OutboundMessage {
  return {
    messageId,
    operatorId: null,
    kind,
    whenBlocked: 'reject',
    status: 'queued',
    chargedToMain: false,
    chargedToTrigger: null,
    attempts: 0,
    busyAnswers: 0,
    notBefore: null,
  };
}

/** A delivery also writes its conversation's projection; without a conversation there is nothing to write. */
function emptyProjection(contactId: string): Projection {
  const { runId } = workflowInfo();
  return { contactId, version: 0, now: Date.now(), runId, conversations: [], files: [], statuses: [] };
}
