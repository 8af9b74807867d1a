import { PlusOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatorBody } from '../../contracts/people/operator';
import { ImportDialog } from '../shared/import/import-dialog';
import { notify } from '../shared/notify';
import { useWaysToSignIn } from '../shared/session/session';
import { useOperators } from '../shared/setup/requests';
import { LoadedRows } from '../shared/ui/loaded';
import { Page } from '../shared/ui/page';
import { ShownOnce } from '../shared/ui/shown-once';
import { InviteDialog } from './invite-dialog';
import { OperatorDialog } from './operator-dialog';
import { OperatorRow } from './operator-row';
import { PasswordDialog } from './password-dialog';
import { TwoFactorPolicy } from './two-factor-policy';

type Open =
  | { readonly dialog: 'invite' | 'import' }
  | { readonly dialog: 'edit' | 'password'; readonly operator: OperatorBody }
  | { readonly dialog: 'link'; readonly url: string };

/** Everyone who can sign in. */
export function OperatorsPage() {
  const { t } = useTranslation();
  const operators = useOperators();
  const [open, setOpen] = useState<Open | null>(null);
  const close = (): void => setOpen(null);
  const showLink = (url: string): void => setOpen({ dialog: 'link', url });
  const hasPasswords = useWaysToSignIn().data?.password !== false;
  /** Without passwords an invitation would lead nowhere: they sign in by themselves. */
  const showMade = (name: string, url: string | undefined): void => {
    if (url !== undefined && hasPasswords) return showLink(url);
    close();
    notify({
      kind: 'success',
      title: t('signIn.invitedTitle', { name }),
      detail: t('signIn.invitedHint'),
    });
  };
  const isAlone = operators.data?.length === 1;
  return (
    <Page
      title={t('setup.operators')}
      hint={t('operators.hint')}
      actions={
        <>
          <Button onClick={() => setOpen({ dialog: 'import' })}>{t('imports.open')}</Button>
          <Button
            type="primary"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => setOpen({ dialog: 'invite' })}
          >
            {t('operators.invite')}
          </Button>
        </>
      }
    >
      {isAlone && <Alert type="info" showIcon title={t('operators.alone')} />}
      <LoadedRows query={operators} label={t('setup.operators')}>
        {(operator) => (
          <OperatorRow
            key={operator.id}
            operator={operator}
            open={(dialog) => setOpen({ dialog, operator })}
            showLink={showLink}
            hasPasswords={hasPasswords}
          />
        )}
      </LoadedRows>
      {hasPasswords && <TwoFactorPolicy />}
      {open?.dialog === 'invite' && <InviteDialog onMade={showMade} close={close} />}
      {open?.dialog === 'import' && (
        <ImportDialog what="operators" changes={[['setup', 'operators']]} close={close} />
      )}
      {open?.dialog === 'edit' && <OperatorDialog operator={open.operator} close={close} />}
      {open?.dialog === 'password' && <PasswordDialog operator={open.operator} close={close} />}
      {open?.dialog === 'link' && (
        <ShownOnce
          title={t('operators.linkTitle')}
          hint={t('operators.linkHint')}
          label={t('operators.link')}
          value={open.url}
          close={close}
        />
      )}
    </Page>
  );
}
