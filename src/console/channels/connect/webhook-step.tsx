import { CheckCircleFilled, LoadingOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ChannelBody } from '../../../contracts/channels/channel';
import { placesOf } from '../../../domain/wechat-places';
import { CopyField } from '../../shared/ui/copy-field';
import { Panel } from '../../shared/ui/page';
import { Failed, Loading } from '../../shared/ui/states';
import { CheckPanel } from '../check-panel';
import { WechatHint } from '../hints/wechat-hint';
import { RejectedAlert } from '../rejected-alert';
import { useChannelSetup, useCheck, useHealth } from '../requests';
import { useTimeText } from '../use-time-text';
import css from './connect-page.module.css';
import { isLocalAddress } from './is-local-address';
import type { TypedSecrets } from './typed-secrets';

const ASK_EVERY_MS = 2_000;
const HIDDEN = '••••••••••••';

/** Step 3: the operator enters the webhook's URL in WeChat, and WeChat verifies it. */
export function WebhookStep(props: {
  readonly channel: ChannelBody;
  readonly typed: TypedSecrets;
  readonly back: () => void;
}) {
  const { t } = useTranslation();
  const { channel, typed, back } = props;
  const setup = useChannelSetup(channel.id, ASK_EVERY_MS);
  const health = useHealth(channel.id, ASK_EVERY_MS);
  const check = useCheck(channel.id);
  const when = useTimeText();
  const verifiedAt = setup.data?.verifiedAt ?? null;
  const checkedFor = useRef<string | null>(null);
  const { mutate } = check;
  useEffect(() => {
    // Check once after each verification.
    if (verifiedAt === null || checkedFor.current === verifiedAt) return;
    checkedFor.current = verifiedAt;
    mutate(undefined);
  }, [verifiedAt, mutate]);
  if (setup.data === undefined) {
    return setup.error === null ? <Loading /> : <Failed error={setup.error} retry={setup.refetch} />;
  }
  const { webhookUrl } = setup.data;
  const isMiniProgram = channel.kind === 'mini_program';
  return (
    <div className={css.step}>
      <div className={css.stack}>
        <Panel
          title={t('wizard.step_webhook')}
          hint={t(isMiniProgram ? 'wizard.webhookHintOfMini' : 'wizard.webhookHint')}
        >
          <div className={css.stack}>
            {channel.status === 'draft' && (
              <Alert
                type="warning"
                showIcon
                title={t('wizard.detailsFirst')}
                action={<Button onClick={back}>{t('wizard.toDetails')}</Button>}
              />
            )}
            <CopyField label={t('wizard.webhookUrl')} value={webhookUrl} />
            {isLocalAddress(webhookUrl) && <p className={css.note}>{t('wizard.localUrl')}</p>}
            {typed.token !== undefined && (
              <CopyField
                label={t('wizard.token')}
                value={typed.token}
                shown={`${t('wizard.token')} ${HIDDEN}`}
              />
            )}
            {typed.encodingAesKey !== undefined && (
              <CopyField
                label={t('wizard.encodingAesKey')}
                value={typed.encodingAesKey}
                shown={`${t('wizard.encodingAesKey')} ${HIDDEN}`}
              />
            )}
            <p className={css.note}>
              {t('wizard.sameMode', { mode: t(`wizard.mode_${channel.encryption}`) })}{' '}
              {isMiniProgram && `${t('wizard.anyFormat')} `}
              {typed.token === undefined && t('wizard.tokenNotShown')}
            </p>
            <div className={css.waiting} role="status" data-arrived={verifiedAt !== null}>
              {verifiedAt === null ? <LoadingOutlined aria-hidden /> : <CheckCircleFilled aria-hidden />}
              {verifiedAt === null ? t('wizard.waiting') : t('wizard.verified', { time: when(verifiedAt) })}
            </div>
            {verifiedAt === null && <p className={css.note}>{t('wizard.waitingHint')}</p>}
          </div>
        </Panel>
        {health.data !== undefined && <RejectedAlert channelId={channel.id} health={health.data} />}
        <CheckPanel check={check} />
        {check.data?.ok === true && (
          <Panel title={t('wizard.doneTitle')} hint={t('wizard.firstMessage')}>
            <p>{t(isMiniProgram ? 'wizard.doneHintOfMini' : 'wizard.doneHint')}</p>
            {!isMiniProgram && (
              <ul className={css.list}>
                <li>
                  <Link to={`/setup/channels/${channel.id}/qr-codes`}>{t('wizard.findByCode')}</Link>
                </li>
                <li>{t('wizard.findByCard')}</li>
                <li>{t('wizard.findBySearch')}</li>
                <li>{t('wizard.findByMoments')}</li>
              </ul>
            )}
            <p style={{ marginTop: 12 }}>
              <Link to={`/setup/channels/${channel.id}`}>{t('wizard.toChannel')}</Link>
            </p>
          </Panel>
        )}
      </div>
      <div className={css.stack}>
        <WechatHint
          kind={channel.kind}
          page="server"
          targets={['url', 'token', 'key', 'mode', ...(isMiniProgram ? (['format'] as const) : [])]}
        />
        {placesOf(channel.kind).before !== null && <p className={css.note}>{t('hints.before')}</p>}
      </div>
    </div>
  );
}
