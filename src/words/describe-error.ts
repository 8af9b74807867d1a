import type { TFunction } from 'i18next';
import type { MessageBody } from '../contracts/conversations/message';

/** Why a message failed or waits, in the reader's language. A code from a newer release has the API's own sentence. */
export function describeError(
  { code, wechatCode, meaning, detail }: NonNullable<MessageBody['error']>,
  t: TFunction,
  isKnown: (key: string) => boolean,
): string {
  if (meaning !== undefined) return t(`wechatErrors.${meaning}`);
  if (wechatCode !== undefined) return t('conversation.unknownCode');
  return isKnown(`delivery.${code}`) ? t(`delivery.${code}`) : detail;
}
