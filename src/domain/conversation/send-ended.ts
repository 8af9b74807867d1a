import { kindOfChannel } from '../channel-kinds';
import { exhaustPlaces, giveBackPlace } from './consecutive';
import type { Conversation, OutboundMessage } from './conversation';
import { afterSend, NOT_ASKED, type SendOutcome } from './delivery';
import { andThen, type Step, unchanged, withMessage, withoutMessage } from './step';
import { dropBlocked, hold, settleAll } from './unsettled-messages';

/**
 * Applies the outcome of an attempt to the conversation (docs/rules.md#14, 24, 33). The activity has already written
 * the status of the message itself; `changes` holds only the consequences for other messages. An attempt has one
 * outcome: a second one changes nothing.
 */
export function sendEnded(
  conversation: Conversation,
  messageId: string,
  outcome: SendOutcome,
  now: number,
): Step {
  const message = conversation.outbound.find((one) => one.messageId === messageId);
  if (message?.status !== 'sending') return unchanged(conversation);
  const after = settleMessage(conversation, message, outcome, now);
  // WeChat has said nothing about the window, the limit or the contact.
  if (outcome.type !== 'refused' || outcome.wechatCode === NOT_ASKED) return unchanged(after);
  const noted = { ...after, lastWeChatRefusal: { wechatCode: outcome.wechatCode, at: now } };
  // The contact has written since the attempt began, so the refusal says nothing about the window and limit now.
  const isOvertaken = conversation.window.lastInboundAt > (message.sendingSince ?? Number.POSITIVE_INFINITY);
  return isOvertaken ? unchanged(noted) : correct(noted, outcome, now);
}

/** The API withdrew a message before it left: its place is free again. If it is in flight, its outcome decides. */
export function replyWithdrawn(conversation: Conversation, messageId: string): Conversation {
  const message = conversation.outbound.find((one) => one.messageId === messageId);
  if (message === undefined || message.status === 'sending') return conversation;
  return withoutMessage(giveBackPlace(conversation, message), messageId);
}

function settleMessage(
  conversation: Conversation,
  message: OutboundMessage,
  outcome: SendOutcome,
  now: number,
): Conversation {
  const after = afterSend(message, outcome);
  switch (after.status) {
    case 'sent':
    // It may have arrived, so it keeps its place.
    case 'unknown':
      return withoutMessage(conversation, message.messageId);
    case 'failed':
    case 'cancelled':
      return withoutMessage(giveBackPlace(conversation, message), message.messageId);
    case 'held':
      return withMessage(giveBackPlace(conversation, message), hold(message));
    case 'queued': {
      const isBusy = outcome.type === 'refused';
      const queued = {
        ...message,
        status: 'queued',
        busyAnswers: message.busyAnswers + (isBusy ? 1 : 0),
      } as const;
      // No timer: many conversations may wait for one channel, and each is signalled when it works again.
      const wait =
        after.nextAttemptAfterMs === null
          ? ({ notBefore: null, waitsForChannel: true } as const)
          : { notBefore: now + after.nextAttemptAfterMs };
      return withMessage(conversation, { ...queued, ...wait });
    }
    default:
      return after satisfies never;
  }
}

/** Corrects our own count and window from WeChat's refusal, so that no further call is wasted. */
function correct(
  conversation: Conversation,
  refusal: Extract<SendOutcome, { type: 'refused' }>,
  now: number,
): Step {
  const { code, wechatCode } = refusal;
  const isOpen = conversation.state !== 'completed';
  switch (code) {
    case 'window_closed': {
      // A later refusal (of a send in a short window) does not change the closing time already known.
      const closedByWeChatAt = conversation.window.closedByWeChatAt ?? now;
      // 45015 may also mean that they no longer follow the account, where people follow one.
      const mayHaveLeft = kindOfChannel(conversation.settings.channelKind).features.follow;
      const window = { ...conversation.window, closedByWeChatAt, closingHandledAt: closedByWeChatAt };
      return dropBlocked(
        { ...uncharged(conversation), window, trigger: null, subscriptionDoubted: isOpen && mayHaveLeft },
        now,
      );
    }
    case 'consecutive_limit_reached':
      return dropBlocked(exhaustPlaces(uncharged(conversation)), now);
    case 'contact_unreachable':
      return andThen(unchanged({ ...conversation, unreachable: { wechatCode, since: now } }), (current) =>
        settleAll(current, (one) => one.status === 'queued', 'failed', 'contact_unreachable', wechatCode),
      );
    default:
      return unchanged(conversation);
  }
}

/** Frees the places of all queued messages: WeChat would refuse those messages too. */
function uncharged(conversation: Conversation): Conversation {
  let current = conversation;
  for (const message of conversation.outbound) {
    if (message.status !== 'queued') continue;
    const freed = { ...message, chargedToMain: false, chargedToTrigger: null };
    current = withMessage(giveBackPlace(current, message), freed);
  }
  return current;
}
