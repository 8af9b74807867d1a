import { HistoryOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ContactBody } from '../../contracts/conversations/contact';
import { describeMessage } from '../../words/describe-message';
import type { Conversation } from '../shared/conversations/received';
import { StateLabel } from '../shared/conversations/state-label';
import { formatMoment } from '../shared/time/format';
import { MoreButton } from '../shared/ui/loaded';
import { Failed, Loading } from '../shared/ui/states';
import css from './contact-panel.module.css';
import { useContactConversations } from './requests';
import { Timeline } from './timeline';

type Props = {
  readonly contact: ContactBody;
  /** The id of the open conversation. */
  readonly openId: string;
  readonly addressOf: (conversationId: string) => string;
};

/** The contact's conversations, newest first, with links; and a timeline of all of them. */
export function EarlierConversations({ contact, openId, addressOf }: Props) {
  const { t } = useTranslation();
  const [isTimelineOpen, setTimelineOpen] = useState(false);
  const query = useContactConversations(contact.id);
  const { items, error, isPending, refetch } = query;
  const lastSeq = Math.max(0, ...items.map(({ lastMessage }) => lastMessage?.seq ?? 0));
  return (
    <section className={css.section}>
      <h3 className={css.sectionTitle}>{t('contact.earlier')}</h3>
      {isPending && <Loading />}
      {error !== null && items.length === 0 && <Failed error={error} retry={refetch} />}
      {items.length === 1 && <p className={css.quiet}>{t('contact.noEarlier')}</p>}
      {items.length > 1 && (
        <ul className={css.list}>
          {items.map((one) => (
            <li key={one.id}>
              <Line conversation={one} isOpen={one.id === openId} address={addressOf(one.id)} />
            </li>
          ))}
        </ul>
      )}
      <MoreButton query={query} size="small" />
      {items.length > 0 && (
        <Button icon={<HistoryOutlined aria-hidden />} onClick={() => setTimelineOpen(true)}>
          {t('contact.timeline')}
        </Button>
      )}
      {isTimelineOpen && (
        <Timeline contact={contact} lastSeq={lastSeq} close={() => setTimelineOpen(false)} />
      )}
    </section>
  );
}

function Line(props: {
  readonly conversation: Conversation;
  readonly isOpen: boolean;
  readonly address: string;
}) {
  const { t, i18n } = useTranslation();
  const { conversation, isOpen, address } = props;
  const { lastMessage, startedAt, state } = conversation;
  return (
    <Link className={css.conversation ?? ''} to={address} aria-current={isOpen ? 'true' : undefined}>
      <span className={css.line}>
        <time dateTime={startedAt}>{formatMoment(startedAt, i18n.language)}</time>
        <StateLabel state={state} />
      </span>
      <span className={`${css.last} ${css.quiet}`}>
        {lastMessage === null ? '' : describeMessage(lastMessage, t, i18n.exists)}
      </span>
    </Link>
  );
}
