import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TokenBody } from '../../contracts/people/token';
import { api } from '../shared/api/client';
import { notify } from '../shared/notify';
import { useOperators, useSetupMutation, useTokens } from '../shared/setup/requests';
import { TokenList } from '../shared/setup/token-list';
import { Loaded } from '../shared/ui/loaded';
import { Page } from '../shared/ui/page';
import { ShownOnce } from '../shared/ui/shown-once';
import { useConfirm } from '../shared/ui/use-confirm';
import { TokenDialog } from './token-dialog';

/** All API tokens. */
export function TokensPage() {
  const { t } = useTranslation();
  const tokens = useTokens();
  const operators = useOperators();
  const confirm = useConfirm();
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const revoke = useSetupMutation(
    (id: string) => api('delete', '/api/v1/tokens/{id}', { params: { id } }),
    'notice',
  );
  const askToRevoke = ({ id, name }: TokenBody): void =>
    confirm({
      title: t('tokens.revokeTitle', { name }),
      text: t('tokens.revokeHint'),
      okText: t('tokens.revoke'),
      isDanger: true,
      run: () =>
        revoke.mutate(id, {
          onSuccess: () => notify({ kind: 'success', title: t('tokens.revoked') }),
        }),
    });
  const add = (
    <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
      {t('tokens.add')}
    </Button>
  );
  return (
    <Page title={t('setup.tokens')} hint={t('tokens.hint')} actions={add}>
      <Loaded query={tokens}>
        {(all) => (
          <TokenList
            tokens={all}
            whose={({ operatorId }) => operators.data?.find(({ id }) => id === operatorId)?.name ?? '…'}
            actions={(token) => (
              <Button danger onClick={() => askToRevoke(token)}>
                {t('tokens.revoke')} <span className="visually-hidden">{token.name}</span>
              </Button>
            )}
          />
        )}
      </Loaded>
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
