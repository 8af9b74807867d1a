import { Alert, Button, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelBody, ChannelSetupBody } from '../../../contracts/channels/channel';
import { placesOf } from '../../../domain/wechat-places';
import { FormProblem } from '../../shared/forms/form-problem';
import { CopyField } from '../../shared/ui/copy-field';
import { Panel } from '../../shared/ui/page';
import { WechatHint } from '../hints/wechat-hint';
import { useChangeChannel } from '../requests';
import css from './connect-page.module.css';
import { isPublicAddress } from './is-public-address';

/** Step 1: the addresses from which Duihua calls WeChat. */
export function AllowlistStep(props: {
  readonly channel: ChannelBody;
  readonly setup: ChannelSetupBody;
  readonly next: () => void;
}) {
  const { t } = useTranslation();
  const { channel, setup, next } = props;
  const change = useChangeChannel(channel.id);
  const [isConfirmed, setConfirmed] = useState(channel.ipAllowlistConfirmed);
  const submit = (): void => {
    if (isConfirmed === channel.ipAllowlistConfirmed) return next();
    change.mutate({ ipAllowlistConfirmed: isConfirmed }, { onSuccess: next });
  };
  return (
    <div className={css.step}>
      <Panel title={t('wizard.step_ip_allowlist')} hint={t('wizard.allowlistHint')}>
        <div className={css.stack}>
          <FormProblem problem={change.error} />
          {setup.ipAddresses.length === 0 ? (
            <p>{t('wizard.noAddresses')}</p>
          ) : (
            <CopyField label={t('wizard.addresses')} value={setup.ipAddresses.join('\n')} />
          )}
          {setup.ipAddresses.length > 0 && !setup.ipAddresses.some(isPublicAddress) && (
            <Alert type="warning" showIcon title={t('wizard.noPublicAddress')} />
          )}
          <p className={css.note}>{t('wizard.proxyNote')}</p>
          <Checkbox checked={isConfirmed} onChange={(event) => setConfirmed(event.target.checked)}>
            {t('wizard.confirm')}
          </Checkbox>
          <div className={css.buttons}>
            <Button type="primary" disabled={!isConfirmed} loading={change.isPending} onClick={submit}>
              {t('wizard.next')}
            </Button>
            <Button onClick={next}>{t('wizard.later')}</Button>
          </div>
        </div>
      </Panel>
      <div className={css.stack}>
        <WechatHint kind={channel.kind} page="keys" targets={['allowlist']} />
        {placesOf(channel.kind).before !== null && <p className={css.note}>{t('hints.before')}</p>}
      </div>
    </div>
  );
}
