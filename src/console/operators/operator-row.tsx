import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps, Tag } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatorBody } from '../../contracts/people/operator';
import { api } from '../shared/api/client';
import { notify } from '../shared/notify';
import { useSignedInMe } from '../shared/session/session';
import { useBrands, useSetupMutation } from '../shared/setup/requests';
import { Row } from '../shared/ui/page';
import { useConfirm } from '../shared/ui/use-confirm';

/** One operator, and what an administrator can do with the account. */
export function OperatorRow(props: {
  readonly operator: OperatorBody;
  readonly open: (dialog: 'edit' | 'password') => void;
  readonly showLink: (url: string) => void;
  /** Whether passwords are accepted here. */
  readonly hasPasswords: boolean;
}) {
  const { t } = useTranslation();
  const { operator } = props;
  const { id, name, status, role, isDisabled, hasTwoFactor, hasIdentity } = operator;
  const me = useSignedInMe();
  const brands = useBrands();
  const confirm = useConfirm();
  // A menu item disappears when it is chosen: dialogs return the focus to this button.
  const more = useRef<HTMLButtonElement>(null);
  const invite = useSetupMutation(() => api('post', '/api/v1/operators/{id}/invitation', { params: { id } }));
  const disable = useSetupMutation(
    (next: boolean) => api('patch', '/api/v1/operators/{id}', { params: { id }, body: { isDisabled: next } }),
    'notice',
  );
  const askToDisable = (): void =>
    confirm({
      title: t('operators.disableTitle', { name }),
      text: t('operators.disableHint'),
      okText: t('operators.disable'),
      isDanger: true,
      run: () => disable.mutate(true),
    });
  const resetTwoFactor = useSetupMutation(
    () => api('delete', '/api/v1/operators/{id}/two-factor', { params: { id } }),
    'notice',
  );
  const unlink = useSetupMutation(
    () => api('delete', '/api/v1/operators/{id}/identity', { params: { id } }),
    'notice',
  );
  const ask = (action: 'reset' | 'unlink', run: typeof unlink.mutate): void =>
    confirm({
      title: t(`signIn.${action}Title`, { name }),
      text: t(`signIn.${action}Hint`),
      okText: t(`signIn.${action}`),
      isDanger: true,
      run: () =>
        run(undefined, {
          onSuccess: () => notify({ kind: 'success', title: t(`signIn.${action}Done`, { name }) }),
        }),
    });
  const passwordItems: MenuProps['items'] = !props.hasPasswords
    ? []
    : [
        status === 'invited'
          ? {
              key: 'invite',
              label: t('operators.inviteAgain'),
              onClick: () =>
                invite.mutate(undefined, {
                  onSuccess: ({ invitationUrl }) => props.showLink(invitationUrl),
                }),
            }
          : { key: 'password', label: t('operators.setPassword'), onClick: () => props.open('password') },
      ];
  const items: MenuProps['items'] = [
    ...passwordItems,
    ...(hasTwoFactor
      ? [{ key: 'reset', label: t('signIn.reset'), onClick: () => ask('reset', resetTwoFactor.mutate) }]
      : []),
    ...(hasIdentity
      ? [{ key: 'unlink', label: t('signIn.unlink'), onClick: () => ask('unlink', unlink.mutate) }]
      : []),
    isDisabled
      ? {
          key: 'enable',
          label: t('operators.enable'),
          onClick: () => disable.mutate(false),
        }
      : { key: 'disable', label: t('operators.disable'), danger: true, onClick: askToDisable },
  ];
  const brandNames = operator.brandIds.map(
    (one) => brands.data?.find((brand) => brand.id === one)?.name ?? '…',
  );
  return (
    <Row
      name={
        <>
          {name} {id === me.id && <Tag>{t('operators.you')}</Tag>}
        </>
      }
      meta={
        <>
          {operator.email}
          <br />
          {role === 'administrator'
            ? t('brands.seesAll')
            : brandNames.length === 0
              ? t('operators.noBrands')
              : brandNames.join(' · ')}
          {operator.capacity !== null && <> · {t('operators.capacityIs', { count: operator.capacity })}</>}
        </>
      }
    >
      {status !== 'active' && (
        <Tag color={status === 'disabled' ? 'error' : 'warning'}>{t(`operators.status_${status}`)}</Tag>
      )}
      {hasTwoFactor && <Tag>{t('signIn.tagTwoFactor')}</Tag>}
      {hasIdentity && <Tag>{t('signIn.tagSso')}</Tag>}
      <Tag color={role === 'administrator' ? 'success' : 'default'}>{t(`operators.role_${role}`)}</Tag>
      <Button onClick={() => props.open('edit')}>
        {t('forms.change')} <span className="visually-hidden">{name}</span>
      </Button>
      <Dropdown menu={{ items, onClick: () => more.current?.focus() }} trigger={['click']}>
        <Button
          ref={more}
          icon={<MoreOutlined aria-hidden />}
          aria-label={t('forms.moreFor', { name })}
          loading={invite.isPending}
        />
      </Dropdown>
    </Row>
  );
}
