import type { TFunction } from 'i18next';
import { contactName, markOf } from '../domain/contact';

/**
 * A contact's name as readers see it. A contact without a name has one made by the API, in Chinese; here the made name
 * is in the reader's language.
 * @example shownName({ id: '…4f1a', name: '微信用户 4f1a' }, t) // 'WeChat user 4f1a'
 */
export function shownName(
  { id, name }: { readonly id: string; readonly name: string },
  t: TFunction,
): string {
  const isMade = name === contactName({ id, name: null, remark: null });
  return isMade ? t('contact.madeName', { mark: markOf(id) }) : name;
}
