import { type DeliveryErrorCode, NOT_ASKED, type SendOutcome } from '../domain/conversation/delivery';
import type { ChannelPauses } from '../store/channels/channel-pauses';
import type { ChannelTroubles } from '../store/channels/channel-troubles';
import type { SendAnswer } from '../wechat/calls/client';
import { stopsChannel, toSendRefusalCode } from '../wechat/calls/error-codes';
import { quotaPauseUntil } from './quota-pause';

/** The result of an attempt; `errmsg`: the text of WeChat's refusal, for the transcript only. */
export type Attempted = { readonly outcome: SendOutcome; readonly errmsg?: string };

export type AfterRefusalDeps = {
  readonly pauses: Pick<ChannelPauses, 'pause' | 'recordError'>;
  readonly troubles: Pick<ChannelTroubles, 'report'>;
};

/** While a call limit is used up, one message of the channel is tried this often. */
export const QUOTA_PROBE_EVERY_MS = 10 * 60_000;

/**
 * What a definite refusal by WeChat means for the message. A used-up call limit pauses the whole channel. A refusal of
 * the channel itself makes all its messages wait until someone has fixed the cause. Anything else fails this message
 * only.
 */
export async function afterRefusal(
  { pauses, troubles }: AfterRefusalDeps,
  channelId: string,
  refusal: Extract<SendAnswer, { type: 'refused' }>,
  call: 'custom/send' | 'other',
): Promise<Attempted> {
  const { wechatCode, errmsg } = refusal;
  await pauses.recordError(channelId, wechatCode, errmsg);
  if (stopsChannel(refusal, call)) {
    await troubles.report(channelId, refusal);
    return { outcome: { type: 'channelDown', wechatCode }, errmsg };
  }
  const code = toSendRefusalCode(wechatCode);
  if (code !== 'wechat_quota_exhausted') return { outcome: { type: 'refused', code, wechatCode }, errmsg };
  const now = Date.now();
  const until = quotaPauseUntil(wechatCode, now);
  await pauses.pause(channelId, until, QUOTA_PROBE_EVERY_MS);
  return {
    outcome: { type: 'paused', wechatCode, retryAfterMs: Math.min(until - now, QUOTA_PROBE_EVERY_MS) },
  };
}

/** Refused by us, without asking WeChat. */
export function refusedByUs(code: DeliveryErrorCode): Attempted {
  return { outcome: { type: 'refused', code, wechatCode: NOT_ASKED } };
}

/** Nothing was sent; `retryAfterMs` null: after the usual pause. */
export function notSent(retryAfterMs: number | null): Attempted {
  return { outcome: { type: 'notSent', retryAfterMs } };
}

/** Whether WeChat judged the message itself, which shows that it accepts calls for the channel. */
export function isOfTheMessage(outcome: SendOutcome): boolean {
  if (outcome.type === 'sent') return true;
  if (outcome.type !== 'refused' || outcome.wechatCode === NOT_ASKED) return false;
  return outcome.code !== 'wechat_busy' && outcome.code !== 'channel_misconfigured';
}
