import type { UseQueryResult } from '@tanstack/react-query';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ChannelHealthBody } from '../../contracts/channels/channel-health';
import { atPlacesOf } from '../../domain/wechat-places';
import { useBots } from '../shared/setup/requests';
import { useChannelKind } from '../shared/setup/use-channel-kind';
import { useDuration } from '../shared/time/duration';
import { Loaded } from '../shared/ui/loaded';
import { Panel } from '../shared/ui/page';
import { describeMeaning } from '../shared/wechat-meaning';
import css from './channel-page.module.css';
import { FormerAlerts } from './former-alerts';
import { RejectedAlert } from './rejected-alert';
import { useTimeText } from './use-time-text';

/** The health of a channel in words. */
export function HealthPanel(props: {
  readonly channelId: string;
  readonly query: UseQueryResult<ChannelHealthBody>;
}) {
  const { t } = useTranslation();
  return (
    <Loaded query={props.query}>
      {(health) => (
        <>
          <Warnings channelId={props.channelId} health={health} />
          <Panel title={t('health.title')}>
            <Facts health={health} />
          </Panel>
        </>
      )}
    </Loaded>
  );
}

function Warnings({ channelId, health }: { readonly channelId: string; readonly health: ChannelHealthBody }) {
  const { t } = useTranslation();
  const when = useTimeText();
  const { status, verifiedAt, pausedUntil, lastError, formerSecrets, trouble, bot } = health;
  // While the old token is accepted, messages do arrive; its own warning says what to do.
  const isTokenChanging = formerSecrets.some(({ kind }) => kind === 'token');
  return (
    <>
      {status === 'disabled' && <Alert type="info" showIcon title={t('health.disabledHint')} />}
      {status === 'live' && verifiedAt === null && !isTokenChanging && (
        <Alert
          type="warning"
          showIcon
          title={t('health.unverifiedHint')}
          action={<Link to={`/setup/channels/${channelId}/connect?step=3`}>{t('health.toWebhook')}</Link>}
        />
      )}
      <FormerAlerts channelId={channelId} former={formerSecrets} />
      <RejectedAlert channelId={channelId} health={health} />
      {trouble !== null && <Trouble channelId={channelId} trouble={trouble} />}
      {pausedUntil !== null && (
        <Alert type="warning" showIcon title={t('health.pausedHint', { time: when(pausedUntil) })} />
      )}
      {bot !== null && bot.pausedUntil !== null && (
        <Alert type="warning" showIcon title={t('health.botPausedHint', { time: when(bot.pausedUntil) })} />
      )}
      {lastError !== null && trouble === null && (
        <Alert
          type="warning"
          showIcon
          title={
            lastError.wechatCode === null
              ? t('health.lastErrorNoAnswer', { time: when(lastError.at) })
              : t('health.lastError', { time: when(lastError.at), wechatCode: String(lastError.wechatCode) })
          }
          description={<Advice channelId={channelId} refusal={lastError} />}
        />
      )}
    </>
  );
}

/** WeChat refuses the whole channel: what to do, and how many conversations wait. */
function Trouble({
  channelId,
  trouble,
}: {
  readonly channelId: string;
  readonly trouble: NonNullable<ChannelHealthBody['trouble']>;
}) {
  const { t } = useTranslation();
  const when = useTimeText();
  const { since, wechatCode, address, waitingConversations } = trouble;
  return (
    <Alert
      type="error"
      showIcon
      title={t('health.troubleHint', { time: when(since), wechatCode })}
      description={
        <>
          {address !== undefined && `${t('alarms.seen', { address })} `}
          <Advice channelId={channelId} refusal={trouble} /> {t('health.troubleRepaired')}
          <br />
          {t('health.troubleWaiting', { count: waitingConversations })}
        </>
      }
    />
  );
}

/** What WeChat's refusal means and what to do. For an unknown code, the API's own sentence with WeChat's words. */
function Advice(props: {
  readonly channelId: string;
  readonly refusal: Pick<NonNullable<ChannelHealthBody['lastError']>, 'meaning' | 'advice'>;
}) {
  const { t } = useTranslation();
  const kind = useChannelKind(props.channelId);
  const { meaning, advice } = props.refusal;
  const known = describeMeaning(meaning, t);
  return known !== undefined ? atPlacesOf(kind, known) : <span lang="en">{advice}</span>;
}

function Facts({ health }: { readonly health: ChannelHealthBody }) {
  const { t } = useTranslation();
  const when = useTimeText();
  const duration = useDuration();
  const { verifiedAt, lastInboundAt, lastSentAt, accessToken, sends, status, bot } = health;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('health.status'), t(`health.status_${status}`)],
    [t('health.verifiedAt'), when(verifiedAt)],
    [t('health.lastInboundAt'), when(lastInboundAt)],
    [t('health.lastSentAt'), when(lastSentAt)],
    [
      t('health.accessToken'),
      accessToken === null ? (
        t('health.noToken')
      ) : (
        <>
          {t('health.tokenAge', { time: duration(accessToken.ageSeconds * 1000) })}
          <br />
          <span className={css.small}>{t('health.tokenUntil', { time: when(accessToken.expiresAt) })}</span>
        </>
      ),
    ],
    [t('health.bot'), bot === null ? t('health.noBot') : <BotFact key="bot" bot={bot} />],
    [t('health.lastHour'), <Sends key="hour" sends={sends.lastHour} />],
    [t('health.lastDay'), <Sends key="day" sends={sends.lastDay} />],
  ];
  return (
    <dl className={css.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The bot of the channel, which leads to its page, and how it is doing. */
function BotFact({ bot }: { readonly bot: NonNullable<ChannelHealthBody['bot']> }) {
  const { t } = useTranslation();
  const when = useTimeText();
  const name = useBots().data?.find(({ id }) => id === bot.id)?.name;
  const state =
    bot.pausedUntil !== null
      ? t('health.botPaused', { time: when(bot.pausedUntil) })
      : bot.failuresInARow > 0
        ? t('health.botFailures', { count: bot.failuresInARow })
        : '';
  return (
    <>
      <Link to={`/setup/bots/${bot.id}`}>{name ?? t('conversation.bot')}</Link>
      {state !== '' && (
        <>
          <br />
          <span className={css.small}>{state}</span>
        </>
      )}
    </>
  );
}

function Sends({ sends }: { readonly sends: ChannelHealthBody['sends']['lastHour'] }) {
  const { t, i18n } = useTranslation();
  const { total, failed, unknown, failedShare } = sends;
  if (failedShare === null) return t('health.nothingSent');
  const share = new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 }).format(
    failedShare,
  );
  return (
    <>
      {t('health.sends', { total, share })}
      <br />
      <span className={css.small}>{t('health.sendsDetail', { failed, unknown })}</span>
    </>
  );
}
