import { log } from '@temporalio/activity';
import type { Projection, StoredAhead } from '../domain/chain/projection';
import type { OutboundMessage } from '../domain/conversation/conversation';
import { afterSend, type SendOutcome } from '../domain/conversation/delivery';
import { mediaIn, type OutboundContent } from '../domain/messages/outbound';
import { killPoint } from '../platform/kill-points';
import type { ChannelPauses } from '../store/channels/channel-pauses';
import type { ChannelTroubles } from '../store/channels/channel-troubles';
import type { ProjectionToWrite, WrittenProjection } from '../store/conversations/projections';
import type { BeginResult, SendableMessage, SendLedger } from '../store/transcript/send-ledger';
import type { WeChatClient } from '../wechat/calls/client';
import { parseOutboundContent, toSendBody } from '../wechat/calls/outbound-message';
import type { WeChatCredentials } from '../wechat/calls/stable-token';
import {
  type Attempted,
  afterRefusal,
  isOfTheMessage,
  notSent,
  PROBE_EVERY_MS,
  refusedByUs,
} from './after-refusal';
import type { MediaAtWeChat, MediaIds } from './media-at-wechat';
import type { SendSlots } from './send-slots';

/** The secrets of a channel, looked up inside the activity; null where the channel is gone or incomplete. */
export type CredentialsOf = (channelId: string) => Promise<WeChatCredentials | null>;

export type DeliverDeps = {
  readonly project: (projection: ProjectionToWrite) => Promise<WrittenProjection>;
  readonly ledger: SendLedger;
  readonly pauses: ChannelPauses;
  readonly troubles: Pick<ChannelTroubles, 'report' | 'recover' | 'takeProbe'>;
  readonly wechat: Pick<WeChatClient, 'sendMessage' | 'userInfo'>;
  readonly credentialsOf: CredentialsOf;
  readonly slots: SendSlots;
  readonly media: MediaAtWeChat;
};

export type DeliverInput = {
  readonly message: OutboundMessage;
  readonly attempt: number;
  /** What the workflow has not written yet; written before the attempt begins. */
  readonly projection: Projection;
  /** It is part of no conversation (a greeting): it leaves only where its contact has none. */
  readonly isOutside?: true;
};

export type Delivered = {
  readonly outcome: SendOutcome;
  readonly withdrawnIds: readonly string[];
  /** The store knew more than its chain: no attempt began, and the chain goes on from this. */
  readonly ahead?: StoredAhead;
  /** It was to leave outside any conversation, and did not: there is one, or there will be at once. */
  readonly isConversationOpen?: true;
};

/** The message is judged again by what the store holds, and leaves at once where that lets it. */
const AHEAD_RETRY_MS = 0;
const SLOT_RETRY_MS = 1_000;
/** WeChat does not know a media id, or not any more. */
const INVALID_MEDIA_ID = 40007;
/** A conversation that begins is there by then. */
const CONVERSATION_RETRY_MS = 1_000;
/** What was uploaded anew is sent at once. */
const RENEWED_RETRY_MS = 50;

/** The attempt did not begin: the ledger says why. */
class NotBegun extends Error {
  override readonly name = 'NotBegun';
  constructor(
    readonly result: Exclude<BeginResult, { type: 'begun' }> | { readonly type: 'conversationOpen' },
  ) {
    super(`the attempt was ${result.type}`);
  }
}

/**
 * Sends one message once. The attempt is committed before the first byte leaves; the outcome, and the message's
 * status after it, before this returns. What may have reached WeChat is never sent again: a second run finds the
 * ledger's row and answers with what it says. Throws only where the store failed; then `settleAttempt` decides.
 */
export function createDeliverMessage(deps: DeliverDeps) {
  return async (input: DeliverInput): Promise<Delivered> => {
    const { message, attempt, projection } = input;
    const { messageId } = message;
    // Null for what is part of no conversation (a greeting): its channel is not known yet.
    const channelId = projection.conversations.at(-1)?.channelId ?? null;
    let giveSlotBack = channelId === null ? null : deps.slots.take(channelId);
    try {
      if (giveSlotBack !== null) killPoint('before-attempt');
      const begins = giveSlotBack === null ? {} : { begins: { messageId, attempt } };
      const { withdrawnIds, ahead, begun } = await deps.project({ ...projection, ...begins });
      if (begun !== undefined) {
        killPoint('after-attempt');
        const sendable = { ...begun, pause: 'none', troubleCode: null } as const;
        return { ...(await attemptToSend(deps, input, sendable, true)), withdrawnIds };
      }
      // Nothing was written, the message's own row included: what is sent now would be in no transcript and no count.
      if (ahead !== undefined) return { ...notSent(AHEAD_RETRY_MS), withdrawnIds, ahead };
      const sendable = await deps.ledger.read(messageId);
      if (sendable === null) return { outcome: { type: 'withdrawn' }, withdrawnIds };
      if (channelId === null) giveSlotBack = deps.slots.take(sendable.channelId);
      if (giveSlotBack === null) {
        return { outcome: { type: 'notSent', retryAfterMs: SLOT_RETRY_MS }, withdrawnIds };
      }
      return { ...(await attemptToSend(deps, input, sendable, false)), withdrawnIds };
    } finally {
      giveSlotBack?.();
    }
  };
}

async function attemptToSend(
  deps: DeliverDeps,
  { message, attempt, isOutside }: DeliverInput,
  sendable: SendableMessage,
  isBegun: boolean,
): Promise<Omit<Delivered, 'withdrawnIds'>> {
  const { ledger, pauses, troubles } = deps;
  const { channelId, pause, troubleCode } = sendable;
  if (troubleCode !== null && !(await troubles.takeProbe(channelId))) {
    return { outcome: await postponed(deps, message, troubleCode) };
  }
  if (pause === 'running') {
    const probe = await pauses.claimProbe(channelId, PROBE_EVERY_MS);
    if (!probe.mayProbe) return { outcome: { type: 'notSent', retryAfterMs: probe.retryAfterMs } };
  }
  let hasBegun = isBegun;
  const begin = async (): Promise<void> => {
    if (hasBegun) return;
    killPoint('before-attempt');
    const result = await (isOutside === true ? ledger.beginOutside : ledger.begin)(
      message.messageId,
      attempt,
    );
    if (result.type !== 'begun') throw new NotBegun(result);
    hasBegun = true;
    killPoint('after-attempt');
  };
  try {
    const { outcome, errmsg } = await send(deps, message.messageId, sendable, begin);
    // Nothing reached WeChat and nothing stands in the ledger: the message is simply still queued.
    if (!hasBegun && outcome.type === 'notSent') return { outcome };
    if (!hasBegun && outcome.type === 'channelDown') {
      return { outcome: await postponed(deps, message, outcome.wechatCode) };
    }
    if (!hasBegun) await begin();
    await ledger.end(message.messageId, attempt, outcome, afterSend(message, outcome), errmsg);
    killPoint('after-outcome');
    if (outcome.type === 'sent' && pause !== 'none') await pauses.resume(channelId);
    if (troubleCode !== null && isOfTheMessage(outcome)) await troubles.recover(channelId);
    return { outcome };
  } catch (error) {
    if (!(error instanceof NotBegun)) throw error;
    switch (error.result.type) {
      case 'withdrawn':
        return { outcome: { type: 'withdrawn' } };
      case 'conversationOpen':
        return {
          outcome: { type: 'notSent', retryAfterMs: CONVERSATION_RETRY_MS },
          isConversationOpen: true,
        };
      default:
        return { outcome: error.result.outcome ?? { type: 'unknown' } };
    }
  }
}

async function send(
  deps: DeliverDeps,
  messageId: string,
  sendable: SendableMessage,
  beforeFirstByte: () => Promise<void>,
): Promise<Attempted> {
  const { channelId } = sendable;
  const credentials = await deps.credentialsOf(channelId);
  if (credentials === null) return refusedByUs('channel_misconfigured');
  const content = contentOf(sendable);
  if (content === null) return refusedByUs('wechat_refused');
  const needed = mediaIn(content);
  const media = await deps.media.idsOf(credentials, needed);
  if (media.type !== 'ready') return withoutMedia(deps, channelId, media);
  const body = toSendBody(sendable.openId, content, media.ids);
  const answer = await deps.wechat.sendMessage(credentials, body, { beforeFirstByte });
  killPoint('after-answer');
  if (answer.type === 'refused') {
    const isStale = answer.wechatCode === INVALID_MEDIA_ID && needed.length > 0;
    if (isStale && (await deps.media.refuse(channelId, needed, media.ids, messageId))) {
      // A definite answer, so nothing arrived: the next attempt uploads anew.
      return notSent(RENEWED_RETRY_MS);
    }
    return afterRefusal(deps, channelId, answer, 'custom/send');
  }
  if (answer.type !== 'sent') await deps.pauses.recordError(channelId, null);
  return answer.type === 'not_sent' ? notSent(null) : { outcome: { type: answer.type } };
}

/** The files are not at WeChat (yet): surely nothing was sent. */
function withoutMedia(
  deps: DeliverDeps,
  channelId: string,
  media: Exclude<MediaIds, { type: 'ready' }>,
): Attempted | Promise<Attempted> {
  switch (media.type) {
    case 'uploading':
      return notSent(media.retryAfterMs);
    case 'unavailable':
      return notSent(null);
    case 'missing':
      log.error('the file of a message is not in the media store');
      return refusedByUs('wechat_refused');
    case 'refused':
      return afterRefusal(deps, channelId, media, 'other');
    default:
      return media satisfies never;
  }
}

/** Null where the stored content is none of the kinds: the message fails, and those behind it go on. */
function contentOf(sendable: SendableMessage): OutboundContent | null {
  try {
    return parseOutboundContent(sendable);
  } catch {
    // The error may quote the message; its type is enough to find the fault.
    log.error('a message cannot be put into the form of custom/send', { type: sendable.type });
    return null;
  }
}

/** The channel is refused, not the message: it waits, and its readers learn why. Nothing was sent. */
async function postponed(
  { ledger }: DeliverDeps,
  message: OutboundMessage,
  wechatCode: number,
): Promise<SendOutcome> {
  const outcome = { type: 'channelDown', wechatCode } as const;
  const after = afterSend(message, outcome);
  if (after.status === 'queued' && after.error !== undefined) {
    await ledger.explain(message.messageId, after.error);
  }
  return outcome;
}
