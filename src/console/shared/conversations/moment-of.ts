import type { MessageBody } from '../../../contracts/conversations/message';

/**
 * The moment at which a message takes its place in a transcript, as an ISO time: a message that was held belongs to
 * when it was sent, not to when it was written. So the times of a transcript never run backwards.
 */
export function momentOf({ createdAt, sentAt }: Pick<MessageBody, 'createdAt' | 'sentAt'>): string {
  return sentAt ?? createdAt;
}
