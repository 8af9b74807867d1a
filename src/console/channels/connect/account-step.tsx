import { useTranslation } from 'react-i18next';
import type { ChannelBody } from '../../../contracts/channels/channel';
import { useSignedInMe } from '../../shared/session/session';
import { Panel } from '../../shared/ui/page';
import { WechatHint } from '../hints/wechat-hint';
import { AccountForm } from './account-form';
import css from './connect-page.module.css';
import { SimulatedAccount } from './simulated-account';
import type { TypedSecrets } from './typed-secrets';

/** Step 2: the account's ids, and the secrets that both sides know. */
export function AccountStep(props: {
  readonly channel: ChannelBody;
  readonly saved: (typed: TypedSecrets) => void;
}) {
  const { t } = useTranslation();
  const { demo } = useSignedInMe();
  const { channel, saved } = props;
  return (
    <div className={css.step}>
      <div className={css.stack}>
        {demo === true && channel.appId === null && (
          <SimulatedAccount channelId={channel.id} connected={() => saved({})} />
        )}
        <Panel title={t('wizard.step_account_details')} hint={t('wizard.accountHint')}>
          <AccountForm channel={channel} okText={t('wizard.saveAndNext')} saved={saved} />
        </Panel>
      </div>
      <div className={css.stack}>
        <WechatHint page="account" targets={['appId', 'originalId']} />
        <WechatHint page="keys" targets={['appSecret']} />
        <p className={css.note}>{t('hints.before')}</p>
      </div>
    </div>
  );
}
