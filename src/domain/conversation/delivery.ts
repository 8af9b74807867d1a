import type { OutboundMessage } from './conversation';

/** Every status that an outbound message can have (docs/rules.md#31). */
export const DELIVERY_STATUSES = [
  'queued',
  'held',
  'sending',
  'sent',
  'failed',
  'unknown',
  'cancelled',
] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** Why a message failed, was cancelled, or waits; `message.error.code` of the API. */
export const DELIVERY_ERROR_CODES = [
  'window_closed',
  'consecutive_limit_reached',
  'contact_unreachable',
  'wechat_refused',
  'wechat_busy',
  'channel_misconfigured',
  'conversation_completed',
  'unavailable',
  'not_accepted',
  'handed_over',
  'not_asked_for',
  'contact_replied',
] as const;
export type DeliveryErrorCode = (typeof DELIVERY_ERROR_CODES)[number];

export type DeliveryError = { readonly code: DeliveryErrorCode; readonly wechatCode: number | null };

/** One sentence for each failure, for the console, the API and the docs. */
export const DELIVERY_ERROR_SENTENCES: Readonly<Record<DeliveryErrorCode, string>> = {
  window_closed: 'The messaging window was closed. Hold the message until the contact writes again.',
  consecutive_limit_reached:
    'The limit of messages without an answer from the contact was reached. Hold the message until they write.',
  contact_unreachable:
    'WeChat does not deliver to this contact: they unfollowed the account, blocked it, or are gone.',
  wechat_refused: 'WeChat refused this message. Change it according to WeChat’s code and send it again.',
  wechat_busy: 'WeChat was too busy, three times in a row. Send the message again.',
  channel_misconfigured: 'WeChat refuses calls of this channel. An administrator must check its setup.',
  conversation_completed: 'The conversation was completed before this message could be sent.',
  unavailable: 'The message could not be accepted, and it was not sent. Send it again.',
  not_accepted:
    'The message was accepted by mistake, or lost before it could be sent. It was not sent. Send it again.',
  handed_over: 'A person has the conversation now, so the bot’s message was not sent.',
  not_asked_for: 'The contact wrote something else instead of asking for the rest of the bot’s answer.',
  contact_replied: 'The contact wrote before this scheduled message was due.',
};

/** The `wechatCode` of a refusal that we made ourselves, without asking WeChat. */
export const NOT_ASKED = 0;

/** The outcome of one attempt to send. A message gives its place back only if it fails, is cancelled or is held. */
export type SendOutcome =
  | { readonly type: 'sent' }
  /** A definite no: WeChat did not accept the message, or we did not ask because it never would (`NOT_ASKED`). */
  | { readonly type: 'refused'; readonly code: DeliveryErrorCode; readonly wechatCode: number }
  /** The message certainly did not reach WeChat; `retryAfterMs`: the pause before the next attempt. */
  | { readonly type: 'notSent'; readonly retryAfterMs: number | null }
  /** The channel's setup is wrong at WeChat, not the message: it waits until the channel works again. */
  | { readonly type: 'channelDown'; readonly wechatCode: number }
  /** WeChat's call limit pauses the channel; look again after `retryAfterMs`. */
  | { readonly type: 'paused'; readonly wechatCode: number; readonly retryAfterMs: number }
  /** It may or may not have arrived. */
  | { readonly type: 'unknown' }
  /** The API had withdrawn the message before the attempt: nothing was sent. */
  | { readonly type: 'withdrawn' };

const BUSY_TRIES = 3;
const BUSY_WAITS_MS = [1_000, 3_000] as const;
/** Used if the outcome names no pause, as with older workers (activities/retry-pause.ts). */
const UNREACHABLE_WAITS_MS = [1_000, 3_000, 9_000, 30_000, 60_000] as const;

/** What a message becomes after an attempt. */
export type AfterSend =
  | { readonly status: 'sent' | 'unknown' | 'cancelled' | 'held' }
  | { readonly status: 'failed'; readonly error: DeliveryError }
  | {
      readonly status: 'queued';
      /** Null: no timer; a signal arrives when the channel works again. */
      readonly nextAttemptAfterMs: number | null;
      /** Why it waits, if operators have to know. */
      readonly error?: DeliveryError;
    };

/**
 * The status of a message after an attempt (docs/rules.md#33). `message.attempts` includes that attempt. Used by the
 * activity for the transcript row and by the transition for the conversation, so both apply the same rule.
 */
export function afterSend(message: OutboundMessage, outcome: SendOutcome): AfterSend {
  switch (outcome.type) {
    case 'sent':
      return { status: 'sent' };
    case 'unknown':
      return { status: 'unknown' };
    case 'withdrawn':
      return { status: 'cancelled' };
    case 'channelDown': {
      const error = { code: 'channel_misconfigured', wechatCode: outcome.wechatCode } as const;
      return { status: 'queued', nextAttemptAfterMs: null, error };
    }
    case 'paused':
      return { status: 'queued', nextAttemptAfterMs: outcome.retryAfterMs };
    case 'notSent':
      return {
        status: 'queued',
        nextAttemptAfterMs: outcome.retryAfterMs ?? waitAfter(UNREACHABLE_WAITS_MS, message.attempts),
      };
    case 'refused': {
      const { code, wechatCode } = outcome;
      if (code === 'wechat_busy' && message.busyAnswers + 1 < BUSY_TRIES) {
        return { status: 'queued', nextAttemptAfterMs: waitAfter(BUSY_WAITS_MS, message.busyAnswers + 1) };
      }
      const holdable = code === 'window_closed' || code === 'consecutive_limit_reached';
      if (holdable && message.whenBlocked === 'hold') return { status: 'held' };
      return { status: 'failed', error: { code, wechatCode } };
    }
    default:
      return outcome satisfies never;
  }
}

function waitAfter(waits: readonly number[], attempts: number): number {
  return waits[Math.min(Math.max(attempts, 1), waits.length) - 1] ?? 0;
}
