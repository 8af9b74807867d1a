import { TeamOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { shownName } from '../../words/contact-name';
import { describeMessage } from '../../words/describe-message';
import { ContactAvatar } from '../shared/conversations/contact-avatar';
import { OfferedTo } from '../shared/conversations/offered-to';
import { ownNow } from '../shared/conversations/received';
import { useAttend } from '../shared/conversations/requests';
import { StateLabel } from '../shared/conversations/state-label';
import { WindowLeft } from '../shared/conversations/window-left';
import { listWords } from '../shared/list-words';
import { useDuration } from '../shared/time/duration';
import { formatFull } from '../shared/time/format';
import { useNow } from '../shared/time/use-now';
import css from './queue.module.css';
import type { QueueItem } from './use-queue';

/** One place of the queue: who waits and since when, who is asked and who was, and what can be done about it. */
export function QueueRow(props: {
  readonly item: QueueItem;
  readonly channelName: string | undefined;
  readonly askedNames: readonly string[];
  /** Opens the dialog to transfer it; null if there is nobody to whom it could be. */
  readonly transfer: (() => void) | null;
}) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const toWords = useDuration();
  const { conversation, position, since } = props.item;
  const { id, contact, state, group, lastMessage, abilities } = conversation;
  const attend = useAttend(id);
  const name = shownName(contact, t);
  const waitsMs = Math.max(0, ownNow(conversation, useNow()) - Date.parse(since));
  const address = `/inbox/${state === 'missed' ? 'missed' : 'waiting'}/${id}`;
  const open = (): void => void navigate(`/inbox/mine/${id}`, { state: { isToWrite: true } });
  return (
    <li className={css.place} data-testid="queue-place">
      <span className={css.position}>{position}</span>
      <ContactAvatar contact={contact} />
      <div className={css.facts}>
        <div className={css.line}>
          <Link to={address} className={css.name ?? ''}>
            {name}
          </Link>
          <StateLabel state={state} />
          <span title={formatFull(since, i18n.language)}>{t('queue.since', { time: toWords(waitsMs) })}</span>
        </div>
        {lastMessage !== null && <p className={css.words}>{describeMessage(lastMessage, t, i18n.exists)}</p>}
        <div className={css.meta}>
          {props.channelName !== undefined && <span>{props.channelName}</span>}
          {group !== null && (
            <span>
              <TeamOutlined aria-hidden /> {group.name}
            </span>
          )}
          <WindowLeft conversation={conversation} />
          <OfferedTo conversation={conversation} />
          {props.askedNames.length > 0 && (
            <span>{t('queue.asked', { names: listWords(props.askedNames, i18n.language) })}</span>
          )}
        </div>
      </div>
      <div className={css.actions}>
        <Button
          disabled={!abilities.attend.allowed}
          loading={attend.isPending}
          onClick={() => attend.mutate(undefined, { onSuccess: open })}
        >
          {t('conversation.attend')} <span className="visually-hidden">{name}</span>
        </Button>
        {props.transfer !== null && (
          <Button onClick={props.transfer}>
            {t('conversation.transfer')} <span className="visually-hidden">{name}</span>
          </Button>
        )}
      </div>
    </li>
  );
}
