import type { MessageBody } from '../contracts/conversations/message';

type Timed = Pick<MessageBody, 'createdAt' | 'sentAt' | 'wechatCreatedAt' | 'late'>;

/**
 * The moment at which a message takes its place in a transcript, as an ISO time: a message that was held belongs to
 * when it was sent, not to when it was written. So the times of a transcript never run backwards.
 */
export function momentOf({ createdAt, sentAt }: Pick<Timed, 'createdAt' | 'sentAt'>): string {
  return sentAt ?? createdAt;
}

/** From this difference on, both times of a message are shown. */
const APART_MS = 60_000;

/**
 * The other time of a message, with the key of its words: when a message that was held was written; WeChat's own time,
 * if it differs from ours or the message came late. Null: there is no other time to show.
 */
export function otherTimeOf(message: Timed): {
  readonly at: string;
  readonly key: 'conversation.writtenTime' | 'conversation.lateTime' | 'conversation.wechatTime';
} | null {
  const { createdAt, sentAt, wechatCreatedAt, late = false } = message;
  const at = sentAt === undefined ? wechatCreatedAt : createdAt;
  if (at === undefined) return null;
  const isNear = Math.abs(Date.parse(at) - Date.parse(momentOf(message))) < APART_MS;
  if (!late && isNear) return null;
  if (sentAt !== undefined) return { at, key: 'conversation.writtenTime' };
  return { at, key: late ? 'conversation.lateTime' : 'conversation.wechatTime' };
}
