import type { MessageBody } from '../../contracts/conversations/message';
import { DELIVERY_ERROR_SENTENCES, type DeliveryError } from '../../domain/conversation/delivery';
import { summaryOf } from '../../domain/messages/summary';
import type { TranscriptMessage } from '../../store/transcript/transcript';
import { classifyErrcode, classifyTrouble, stopsChannel } from '../../wechat/calls/error-codes';
import { withoutAddresses } from '../../wechat/calls/redact';
import { presentAttachment } from './present-attachment';
import { presentRefusal } from './present-refusal';
import { toIso } from './times';

/**
 * A transcript row as the API shows it. The fields of its own type (`text`, `title`, …, and `fields` of a type that
 * we do not know) stand beside the fields that every message has, and never replace them.
 */
export function presentMessage(message: TranscriptMessage): MessageBody {
  const { attachment, sender, error, whenBlocked, wechatCreatedAt, sentAt } = message;
  // The id is in `attachment`, with everything known about the file.
  const { attachmentId: _, ...facts } = message.content;
  return {
    ...(attachment === null ? message.content : facts),
    // Who did what the rules wrote into the timeline.
    ...(message.direction === 'event' && sender.kind === 'operator'
      ? { operator: { id: sender.id, name: sender.name } }
      : {}),
    id: message.id,
    conversationId: message.conversationId,
    contactId: message.contactId,
    seq: message.seq,
    direction: message.direction,
    type: message.type,
    summary: summaryOf(message),
    attachment: attachment === null ? undefined : presentAttachment(attachment),
    sender: {
      kind: sender.kind,
      ...(sender.id === null ? {} : { id: sender.id }),
      ...(sender.name === null ? {} : { name: sender.name }),
    },
    status: message.status,
    error: error === null ? undefined : presentError(message, error),
    resolved: message.isResolved ? true : undefined,
    whenBlocked: whenBlocked ?? undefined,
    holdReason: message.status === 'held' ? (message.holdReason ?? 'blocked') : undefined,
    sendAt: message.sendAt === null ? undefined : toIso(message.sendAt),
    cancelOnReply: message.cancelsOnReply ? true : undefined,
    late: message.isLate ? true : undefined,
    wechatCreatedAt: wechatCreatedAt === null ? undefined : toIso(wechatCreatedAt),
    createdAt: toIso(message.createdAt),
    sentAt: sentAt === null ? undefined : toIso(sentAt),
    changedAt: toIso(message.changedAt),
  };
}

function presentError(
  { status, errmsg }: TranscriptMessage,
  { code, wechatCode }: DeliveryError,
): MessageBody['error'] {
  // 0 is WeChat's code for success: then the refusal was our own.
  if (wechatCode === null || wechatCode === 0) return { code, detail: sentenceOf(code) };
  // A message that is waiting was refused because of its channel.
  const entry = status === 'queued' ? classifyTrouble(wechatCode) : classifyErrcode(wechatCode);
  // WeChat's text about the channel names this server's address, which is only for administrators
  // (`present-health.ts`).
  const words = stopsChannel({ wechatCode }, 'custom/send') ? withoutAddresses(errmsg) : errmsg;
  const { sentence, ...refusal } = presentRefusal(wechatCode, words, entry);
  return { code, wechatCode, ...refusal, detail: sentence };
}

/** A worker of a newer release may use reasons that this release has no sentence for. */
function sentenceOf(code: DeliveryError['code']): string {
  return Object.hasOwn(DELIVERY_ERROR_SENTENCES, code)
    ? DELIVERY_ERROR_SENTENCES[code]
    : `A newer release of Duihua gives the reason “${code}”. Update this release to see what it means.`;
}
