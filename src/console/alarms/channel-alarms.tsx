/** A banner that tells all members which of their channels WeChat refuses, and what to do. */
import { WarningFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ChannelAlarmBody } from '../../contracts/channels/channel-health';
import { atPlacesOf } from '../../domain/wechat-places';
import { api } from '../shared/api/client';
import { keys } from '../shared/conversations/keys';
import { useChannelKind } from '../shared/setup/use-channel-kind';
import { formatMoment } from '../shared/time/format';
import css from './channel-alarms.module.css';

const EVERY_MS = 30_000;
/** Requested often while something is wrong, so that the banner disappears soon afterwards. */
const WHILE_WRONG_EVERY_MS = 5_000;

export function ChannelAlarms({ isAdministrator }: { readonly isAdministrator: boolean }) {
  const { data } = useQuery({
    queryKey: keys.alarms,
    queryFn: ({ signal }) => api('get', '/api/v1/channels/alarms', { signal }),
    refetchInterval: ({ state }) => (state.data?.items.length ? WHILE_WRONG_EVERY_MS : EVERY_MS),
    // It shows no error of its own: the banner is on every page, and other parts show that the API is unreachable.
    meta: { showsErrors: true },
  });
  return (
    <div role="status" aria-live="polite">
      {data?.items.map((alarm) => (
        <Alarm key={alarm.channelId} alarm={alarm} isAdministrator={isAdministrator} />
      ))}
    </div>
  );
}

function Alarm(props: { readonly alarm: ChannelAlarmBody; readonly isAdministrator: boolean }) {
  const { t, i18n } = useTranslation();
  const { channelId, name, since, meaning, wechatCode, advice, address } = props.alarm;
  const kind = useChannelKind(channelId);
  return (
    <p className={css.alarm}>
      <WarningFilled aria-hidden className={css.icon} />
      <span>
        <strong>{t('alarms.refused', { name, time: formatMoment(since, i18n.language) })}</strong>{' '}
        {address !== undefined && `${t('alarms.seen', { address })} `}
        {meaning === undefined ? advice : atPlacesOf(kind, t(`wechatErrors.${meaning}`))}{' '}
        {t('conversation.wechatCode', { wechatCode })}. {t('alarms.waits')}
      </span>
      {props.isAdministrator && <Link to={`/setup/channels/${channelId}`}>{t('alarms.toChannel')}</Link>}
    </p>
  );
}
