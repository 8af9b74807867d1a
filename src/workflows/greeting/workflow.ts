import { CancellationScope, getExternalWorkflowHandle, sleep, workflowInfo } from '@temporalio/workflow';
import type { Delivered } from '../../activities/deliver-message';
import type { Projection } from '../../domain/chain/projection';
import type { OutboundMessage } from '../../domain/conversation/conversation';
import { afterSend } from '../../domain/conversation/delivery';
import { deliverMessage, dropGreeting, settleAttempt } from '../activity-proxies';
import {
  conversationWorkflowId,
  factsSignal,
  type GreetingInput,
  type SignalledFact,
} from '../conversation/messages';
import { prepareOrDrop } from './prepare';

/** How often a greeting is tried again while WeChat refuses the channel. */
const CHANNEL_POLL_MS = 10_000;

/**
 * Greets a contact for one follow or scan, at most once and within the minute that WeChat allows for it
 * (docs/rules.md#21): with a text, or with what the channel's bot says (docs/rules.md#70). If a conversation is open, it
 * is asked to send the greeting, so that the greeting is counted and kept in order with its other messages. Otherwise the
 * greeting is sent from here, through the same send ledger, which stops this workflow from sending as soon as the contact
 * has written.
 */
export async function greeting(input: GreetingInput): Promise<void> {
  await CancellationScope.nonCancellable(() => greet(input));
}

async function greet(input: GreetingInput): Promise<void> {
  const { contactId } = input;
  // The limit counts from here, so that hours without a worker, and the preparation, use it up.
  const askedAt = Date.now();
  const prepared = await prepareOrDrop(input);
  if (prepared === null) return;
  const { isConversationOpen, isOfBot } = prepared;
  const leavesBefore = askedAt + prepared.leavesWithinMs;
  const leavesWithinMs = (): number => leavesBefore - Date.now();
  let waiting = prepared.messages.map(firstMessage);
  if (isConversationOpen && leavesWithinMs() > 0 && (await askConversation())) return;

  for (let [next] = waiting; next !== undefined; [next] = waiting) {
    const result = await send(next);
    if (result === 'handedOver') return;
    if (result === 'tooLate') break;
    waiting = waiting.slice(1);
  }
  for (const { messageId } of waiting) await dropGreeting({ messageId });

  /** Tries to send the first one that waits until it is settled. */
  async function send(first: OutboundMessage): Promise<'settled' | 'tooLate' | 'handedOver'> {
    let message = first;
    while (leavesWithinMs() > 0) {
      message = { ...message, status: 'sending', attempts: message.attempts + 1 };
      const { outcome, ...delivered } = await attempt(message);
      if (delivered.isConversationOpen === true) {
        // The attempt did not begin, so it does not count.
        message = { ...message, attempts: message.attempts - 1 };
        waiting = [message, ...waiting.slice(1)];
        if (await askConversation()) return 'handedOver';
      }
      const after = afterSend(message, outcome);
      if (after.status !== 'queued') return 'settled';
      // A greeting is not signalled when the channel works again, and it has only a minute, so it polls.
      const pauseMs = after.nextAttemptAfterMs ?? CHANNEL_POLL_MS;
      if (pauseMs >= leavesWithinMs()) return 'tooLate';
      message = { ...message, busyAnswers: message.busyAnswers + (outcome.type === 'refused' ? 1 : 0) };
      await sleep(pauseMs);
    }
    return 'tooLate';
  }

  /**
   * Asks the open conversation to send all that wait, in order. False if its workflow is not running: it has ended since
   * the store was asked, or has not begun yet.
   */
  async function askConversation(): Promise<boolean> {
    const facts = waiting.map(
      ({ messageId, kind, attempts, busyAnswers, status }): SignalledFact => ({
        type: 'greetingAsked',
        messageId,
        kind,
        leavesWithinMs: leavesWithinMs(),
        ...(status === 'sending' ? { attempts, busyAnswers } : {}),
        ...(isOfBot ? { isOfBot } : {}),
      }),
    );
    try {
      await getExternalWorkflowHandle(conversationWorkflowId(contactId)).signal(factsSignal, { facts });
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

function firstMessage({ messageId, kind }: Pick<OutboundMessage, 'messageId' | 'kind'>): OutboundMessage {
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
