import type { MessageBody } from '../../../contracts/conversations/message';
import { momentOf } from '../../../words/message-times';
import { isSameDay } from '../time/format';

type Timed = Pick<MessageBody, 'createdAt' | 'sentAt'>;

/** Whether a message is the first of its day. `previous` is the message above it, if there is one. */
export function beginsDay(previous: Timed | undefined, message: Timed): boolean {
  return previous === undefined || !isSameDay(new Date(momentOf(previous)), new Date(momentOf(message)));
}
