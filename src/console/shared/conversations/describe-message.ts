import type { TFunction } from 'i18next';
import type { MessageBody } from '../../../contracts/message';

/**
 * A message in one line: its text; else the summary that the API gives; else the name of its type, which for types
 * that nobody has named is WeChat's own.
 */
export function describeMessage(
  message: MessageBody,
  t: TFunction,
  isKnown: (key: string) => boolean,
): string {
  const { text, summary, type } = message;
  if (text !== undefined && text !== '') return text;
  if (typeof summary === 'string' && summary !== '') return summary;
  const key = `messageTypes.${type}`;
  return isKnown(key) ? t(key as 'messageTypes.image') : type;
}
