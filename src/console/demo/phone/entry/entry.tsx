import { CloseCircleFilled } from '@ant-design/icons';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhoneEntryBody } from '../../../../contracts/demo/demo-phone';
import { ContactAvatar } from '../../../shared/conversations/contact-avatar';
import icon from '../../../shared/ui/icon.svg';
import { useCodeMeaning } from '../../code-meaning';
import css from './entry.module.css';
import { EntryContent } from './entry-content';
import { textAt } from './read-content';

type Props = {
  readonly entry: PhoneEntryBody;
  readonly contact: { readonly id: string; readonly name: string };
  readonly tap: ((itemId: string, text: string) => void) | undefined;
};

/** One line of the chat on the phone. */
export const Entry = memo(function Entry({ entry, contact, tap }: Props) {
  if (entry.kind === 'did') return <Action entry={entry} />;
  const isMine = entry.kind === 'wrote';
  return (
    <li className={css.row} data-kind={entry.kind} data-side={isMine ? 'contact' : 'account'}>
      <span className={css.avatar}>
        {isMine ? <ContactAvatar contact={contact} /> : <img src={icon} alt="" width="36" height="36" />}
      </span>
      <div className={css.said}>
        <EntryContent entry={entry} tap={entry.kind === 'received' ? tap : undefined} />
        {entry.kind === 'refused' && <Refusal errcode={entry.errcode} />}
        {isMine && <Delivery entry={entry} />}
      </div>
    </li>
  );
});

/** Why a message from the account is not on the contact's phone. */
function Refusal({ errcode }: { readonly errcode: number | null }) {
  const { t } = useTranslation();
  const meaning = useCodeMeaning();
  return (
    <span className={css.refusal}>
      <CloseCircleFilled aria-hidden /> {t('phone.notArrived')} · {meaning(errcode)}
    </span>
  );
}

function Delivery({ entry: { deliveries, isDelivered } }: { readonly entry: PhoneEntryBody }) {
  const { t } = useTranslation();
  if (isDelivered === false)
    return <span className={css.refusal}>{t('phone.undelivered', { deliveries })}</span>;
  return deliveries > 1 ? (
    <span className={css.quiet}>{t('phone.deliveredTimes', { deliveries })}</span>
  ) : null;
}

const NAMED = ['subscribe', 'unsubscribe', 'SCAN', 'CLICK', 'VIEW', 'user_enter_tempsession'] as const;
type Named = (typeof NAMED)[number];

function Action({ entry: { type, content } }: { readonly entry: PhoneEntryBody }) {
  const { t } = useTranslation();
  const isNamed = (name: string): name is Named => NAMED.some((one) => one === name);
  const key = textAt(content, 'sessionFrom') || textAt(content, 'eventKey').replace(/^qrscene_/, '');
  return (
    <li className={css.action}>
      {isNamed(type) ? t(`phone.did_${type}`) : type}
      {key === '' ? '' : ` · ${key}`}
    </li>
  );
}
