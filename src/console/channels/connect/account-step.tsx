import { useTranslation } from 'react-i18next';
import type { ChannelBody } from '../../../contracts/channels/channel';
import { placesOf } from '../../../domain/wechat-places';
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
  const isMiniProgram = channel.kind === 'mini_program';
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
        <WechatHint kind={channel.kind} page="account" targets={['appId', 'originalId']} />
        <WechatHint
          kind={channel.kind}
          page="keys"
          targets={isMiniProgram ? ['appId', 'appSecret'] : ['appSecret']}
        />
        {placesOf(channel.kind).before !== null && <p className={css.note}>{t('hints.before')}</p>}
      </div>
    </div>
  );
}
