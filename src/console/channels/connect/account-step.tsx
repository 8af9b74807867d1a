import { useTranslation } from 'react-i18next';
import type { ChannelBody } from '../../../contracts/channels/channel';
import { Panel } from '../../shared/ui/page';
import { WechatHint } from '../hints/wechat-hint';
import { AccountForm } from './account-form';
import css from './connect-page.module.css';
import type { TypedSecrets } from './typed-secrets';

/** Step 2: the account's ids, and the secrets that both sides know. */
export function AccountStep(props: {
  readonly channel: ChannelBody;
  readonly saved: (typed: TypedSecrets) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={css.step}>
      <Panel title={t('wizard.step_account_details')} hint={t('wizard.accountHint')}>
        <AccountForm channel={props.channel} okText={t('wizard.saveAndNext')} saved={props.saved} />
      </Panel>
      <div className={css.stack}>
        <WechatHint page="original-id" />
        <WechatHint page="developer" />
        <WechatHint page="server" />
      </div>
    </div>
  );
}
