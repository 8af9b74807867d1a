import type { MessageBody } from '../../../contracts/conversations/message';
import { isSameDay } from '../time/format';

type Timed = Pick<MessageBody, 'createdAt' | 'sentAt'>;

/**
 * The moment at which a message takes its place in a transcript, as an ISO time: a message that was held belongs to
 * when it was sent, not to when it was written. So the times of a transcript never run backwards.
 */
export function momentOf({ createdAt, sentAt }: Timed): string {
  return sentAt ?? createdAt;
}

/** Whether a message is the first of its day. `previous` is the message above it, if there is one. */
export function beginsDay(previous: Timed | undefined, message: Timed): boolean {
  return previous === undefined || !isSameDay(new Date(momentOf(previous)), new Date(momentOf(message)));
}
