import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Descriptions } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { api } from '../shared/api/client';
import { endSession, useSignedInMe } from '../shared/session/session';
import { useTokens } from '../shared/tokens/requests';
import { TokenList } from '../shared/tokens/token-list';
import { Page, Panel } from '../shared/ui/page';
import { Failed, Loading } from '../shared/ui/states';
import { forgetStored } from '../shared/ui/use-stored';
import css from './account-page.module.css';

/** One's own account: for operators and administrators alike. */
export function AccountPage() {
  const { t } = useTranslation();
  const me = useSignedInMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const tokens = useTokens();
  const { modal } = App.useApp();
  const end = useMutation({
    mutationFn: () => api('post', '/api/v1/me/sessions/revoke'),
    onSuccess() {
      forgetStored('draft.');
      endSession(client);
    },
  });
  const ask = (): void =>
    void modal.confirm({
      title: t('account.everywhereTitle'),
      content: t('account.everywhereHint'),
      okText: t('account.everywhere'),
      cancelText: t('common.cancel'),
      onOk: () => end.mutate(),
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
        <Panel title={t('account.signIn')} hint={t('account.signInHint')}>
          <div className={css.actions}>
            <Button onClick={() => void navigate('/password', { state: { from: '/account' } })}>
              {t('shell.changePassword')}
            </Button>
            <Button danger onClick={ask} loading={end.isPending}>
              {t('account.everywhere')}
            </Button>
          </div>
        </Panel>
        <Panel title={t('account.tokens')} hint={t('account.tokensHint')}>
          {tokens.data !== undefined ? (
            <TokenList tokens={tokens.data.filter(({ operatorId }) => operatorId === me.id)} />
          ) : tokens.error === null ? (
            <Loading />
          ) : (
            <Failed error={tokens.error} retry={tokens.refetch} />
          )}
        </Panel>
      </Page>
    </main>
  );
}
