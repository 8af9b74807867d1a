import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ContactBody } from '../../contracts/conversations/contact';
import { shownName } from '../../words/contact-name';
import { describeMessage } from '../../words/describe-message';
import { formatFull, formatMoment } from '../shared/time/format';
import { MoreButton } from '../shared/ui/loaded';
import { Empty, Failed, Loading } from '../shared/ui/states';
import { useFocusReturn } from '../shared/ui/use-focus-return';
import css from './contact-panel.module.css';
import { useTimeline } from './requests';

type Props = { readonly contact: ContactBody; readonly lastSeq: number; readonly close: () => void };

/** Everything that a contact did and received, in and between conversations, newest first. */
export function Timeline({ contact, lastSeq, close }: Props) {
  const { t, i18n } = useTranslation();
  useFocusReturn();
  const query = useTimeline(contact.id, lastSeq);
  const { items, error, isPending, refetch } = query;
  return (
    <Drawer
      open
      size={620}
      title={t('contact.timelineTitle', { name: shownName(contact, t) })}
      onClose={close}
    >
      {isPending && <Loading />}
      {error !== null && items.length === 0 && <Failed error={error} retry={refetch} />}
      {!isPending && error === null && items.length === 0 && <Empty title={t('contact.timelineEmpty')} />}
      <ul className={css.timeline}>
        {items.map((message) => (
          <li key={message.id} className={css.item} data-direction={message.direction}>
            <time
              className={css.quiet}
              dateTime={message.createdAt}
              title={formatFull(message.createdAt, i18n.language)}
            >
              {formatMoment(message.createdAt, i18n.language)}
            </time>
            <span className={css.label}>{t(`contact.${message.direction}`)}</span>
            <span>{describeMessage(message, t, i18n.exists)}</span>
          </li>
        ))}
      </ul>
      <div className={css.more}>
        <MoreButton query={query} />
      </div>
    </Drawer>
  );
}
