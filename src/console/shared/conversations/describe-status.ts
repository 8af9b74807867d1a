import type { TFunction } from 'i18next';
import type { MessageBody } from '../../../contracts/conversations/message';
import { formatMoment } from '../time/format';

/** What became of a message, in the reader's language. A held one says what it waits for: the contact, or its time. */
export function describeStatus(
  { holdReason, sendAt }: Pick<MessageBody, 'holdReason' | 'sendAt'>,
  status: NonNullable<MessageBody['status']>,
  t: TFunction,
  language: string,
): string {
  if (holdReason === 'bot_remainder') return t('conversation.status_rest');
  if (holdReason === 'scheduled' && sendAt !== undefined) {
    return t('conversation.status_scheduled', { time: formatMoment(sendAt, language) });
  }
  return t(`conversation.status_${status}`);
}
