import { PlusOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TokenBody } from '../../contracts/people/token';
import { api } from '../shared/api/client';
import { notify } from '../shared/notify';
import { useOperators, useSetupMutation } from '../shared/setup/requests';
import { useTokens } from '../shared/tokens/requests';
import { TokenList } from '../shared/tokens/token-list';
import { Page } from '../shared/ui/page';
import { ShownOnce } from '../shared/ui/shown-once';
import { Failed, Loading } from '../shared/ui/states';
import { TokenDialog } from './token-dialog';

/** The API tokens of the desk. */
export function TokensPage() {
  const { t } = useTranslation();
  const tokens = useTokens();
  const operators = useOperators();
  const { modal } = App.useApp();
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const revoke = useSetupMutation(
    (id: string) => api('delete', '/api/v1/tokens/{id}', { params: { id } }),
    'notice',
  );
  const ask = ({ id, name }: TokenBody): void =>
    void modal.confirm({
      title: t('tokens.revokeTitle', { name }),
      content: t('tokens.revokeHint'),
      okText: t('tokens.revoke'),
      cancelText: t('common.cancel'),
      okButtonProps: { danger: true },
      onOk: () =>
        revoke.mutate(id, {
          onSuccess: () => notify({ kind: 'success', title: t('tokens.revoked') }),
        }),
    });
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
      {t('tokens.add')}
    </Button>
  );
  return (
    <Page title={t('setup.tokens')} hint={t('tokens.hint')} actions={add}>
      {tokens.data === undefined ? (
        tokens.error === null ? (
          <Loading />
        ) : (
          <Failed error={tokens.error} retry={tokens.refetch} />
        )
      ) : (
        <TokenList
          tokens={tokens.data}
          whose={({ operatorId }) => operators.data?.find(({ id }) => id === operatorId)?.name ?? '…'}
          actions={(token) => (
            <Button danger onClick={() => ask(token)}>
              {t('tokens.revoke')} <span className="visually-hidden">{token.name}</span>
            </Button>
          )}
        />
      )}
      {isAdding && (
        <TokenDialog
          close={() => setAdding(false)}
          show={(made) => {
            setAdding(false);
            setSecret(made);
          }}
        />
      )}
      {secret !== null && (
        <ShownOnce
          title={t('tokens.secretTitle')}
          hint={t('tokens.secretHint')}
          label={t('tokens.secret')}
          value={secret}
          close={() => setSecret(null)}
        />
      )}
    </Page>
  );
}
