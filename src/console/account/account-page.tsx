import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../shared/api/client';
import { endSession, useSignedInMe, useWaysToSignIn } from '../shared/session/session';
import { useTokens } from '../shared/setup/requests';
import { TokenList } from '../shared/setup/token-list';
import { Loaded } from '../shared/ui/loaded';
import { Page, Panel } from '../shared/ui/page';
import { useConfirm } from '../shared/ui/use-confirm';
import { forgetStored } from '../shared/ui/use-stored';
import css from './account-page.module.css';
import { TwoFactorPanel } from './two-factor-panel';
import { useTwoFactor } from './use-two-factor';

/** The reader's own account, for operators and administrators. */
export function AccountPage() {
  const { t } = useTranslation();
  const me = useSignedInMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const tokens = useTokens();
  const twoFactor = useTwoFactor();
  const isPossible = twoFactor.data?.isPossible !== false;
  const hasPassword = useWaysToSignIn().data?.password !== false && isPossible;
  const confirm = useConfirm();
  const end = useMutation({
    mutationFn: () => api('post', '/api/v1/me/sessions/revoke'),
    onSuccess() {
      forgetStored('draft.');
      endSession(client);
    },
  });
  const askToSignOut = (): void =>
    confirm({
      title: t('account.everywhereTitle'),
      text: t('account.everywhereHint'),
      okText: t('account.everywhere'),
      run: () => end.mutate(),
    });
  return (
    <main className={css.body}>
      <Page title={t('account.title')}>
        <Panel title={t('account.who')} hint={t('account.whoHint')}>
          <Descriptions
            column={1}
            size="small"
            items={[
              { key: 'name', label: t('forms.name'), children: me.name },
              { key: 'email', label: t('session.email'), children: me.email },
              { key: 'role', label: t('operators.role'), children: t(`operators.role_${me.role}`) },
            ]}
          />
        </Panel>
        <Panel title={t('account.signIn')} hint={hasPassword ? t('account.signInHint') : t('signIn.bySso')}>
          <div className={css.actions}>
            {hasPassword && (
              <Button onClick={() => void navigate('/password', { state: { from: '/account' } })}>
                {t('shell.changePassword')}
              </Button>
            )}
            <Button danger onClick={askToSignOut} loading={end.isPending}>
              {t('account.everywhere')}
            </Button>
          </div>
        </Panel>
        {isPossible && <TwoFactorPanel state={twoFactor} />}
        <Panel title={t('account.tokens')} hint={t('account.tokensHint')}>
          <Loaded query={tokens}>
            {(all) => <TokenList tokens={all.filter(({ operatorId }) => operatorId === me.id)} />}
          </Loaded>
        </Panel>
      </Page>
    </main>
  );
}
