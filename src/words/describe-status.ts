import type { TFunction } from 'i18next';
import type { MessageBody } from '../contracts/conversations/message';

/**
 * What became of a message, in the reader's language. A held one says what it waits for: the contact, or its time.
 * @param moment a time (ISO 8601) as the reader sees it
 */
export function describeStatus(
  { holdReason, sendAt }: Pick<MessageBody, 'holdReason' | 'sendAt'>,
  status: NonNullable<MessageBody['status']>,
  t: TFunction,
  moment: (time: string) => string,
): string {
  if (holdReason === 'bot_remainder') return t('conversation.status_rest');
  if (holdReason === 'scheduled' && sendAt !== undefined) {
    return t('conversation.status_scheduled', { time: moment(sendAt) });
  }
  return t(`conversation.status_${status}`);
}
