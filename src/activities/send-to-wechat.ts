import { log } from '@temporalio/activity';
import { greetingLeavesWithinMs } from '../domain/greeting';
import { mediaIn, type OutboundContent } from '../domain/messages/outbound';
import { killPoint } from '../platform/kill-points';
import type { SendableMessage } from '../store/transcript/send-ledger';
import type { WeChatClient } from '../wechat/calls/client';
import { parseOutboundContent, toSendBody } from '../wechat/calls/outbound-message';
import type { WeChatCredentials } from '../wechat/calls/stable-token';
import { type AfterRefusalDeps, type Attempted, afterRefusal, notSent, refusedByUs } from './after-refusal';
import type { MediaAtWeChat, MediaIds } from './media-at-wechat';

/** The credentials of a channel, looked up inside the activity; null if the channel is gone or incomplete. */
export type CredentialsOf = (channelId: string) => Promise<WeChatCredentials | null>;

export type SendDeps = AfterRefusalDeps & {
  readonly wechat: Pick<WeChatClient, 'sendMessage'>;
  readonly credentialsOf: CredentialsOf;
  readonly media: MediaAtWeChat;
};

/** WeChat does not know the media id, or no longer does. */
const INVALID_MEDIA_ID = 40007;
/** After a new upload the message is sent at once. */
const RENEWED_RETRY_MS = 50;

/**
 * Sends a message to WeChat once its files are there; a greeting only within its minute (docs/rules.md#21). `beforeFirstByte` runs before anything is sent; if it throws,
 * nothing was sent and the error passes through.
 */
export async function sendToWeChat(
  deps: SendDeps,
  messageId: string,
  sendable: SendableMessage,
  beforeFirstByte: () => Promise<void>,
): Promise<Attempted> {
  const { channelId, greeted } = sendable;
  if (greeted !== null && greetingLeavesWithinMs(greeted.action, greeted.ageMs) === 0) {
    return refusedByUs('window_closed');
  }
  const credentials = await deps.credentialsOf(channelId);
  if (credentials === null) return refusedByUs('channel_misconfigured');
  const content = contentOf(sendable);
  if (content === null) return refusedByUs('wechat_refused');
  const needed = mediaIn(content);
  const media = await deps.media.idsOf(credentials, needed);
  if (media.type !== 'ready') return withoutMedia(deps, channelId, media);
  const isAiMade = sendable.content['aiLabel'] === true;
  const body = toSendBody(sendable.openId, content, media.ids, isAiMade);
  const answer = await deps.wechat.sendMessage(credentials, body, { beforeFirstByte });
  killPoint('after-answer');
  if (answer.type === 'refused') {
    const isStale = answer.wechatCode === INVALID_MEDIA_ID && needed.length > 0;
    if (isStale && (await deps.media.refuse(channelId, needed, media.ids, messageId))) {
      // A definite refusal, so nothing arrived: the next attempt uploads again.
      return notSent(RENEWED_RETRY_MS);
    }
    return afterRefusal(deps, channelId, answer, 'custom/send');
  }
  if (answer.type !== 'sent') await deps.pauses.recordError(channelId, null);
  return answer.type === 'not_sent' ? notSent(null) : { outcome: { type: answer.type } };
}

/** The files are not at WeChat, or not yet, so nothing was sent. */
function withoutMedia(
  deps: SendDeps,
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

/** Null if the stored content is of no known kind: the message fails, and those after it continue. */
function contentOf(sendable: SendableMessage): OutboundContent | null {
  try {
    return parseOutboundContent(sendable);
  } catch {
    // The error may quote the message; its type is enough to find the bug.
    log.error('a message cannot be put into the form of custom/send', { type: sendable.type });
    return null;
  }
}
