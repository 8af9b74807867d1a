import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps, Tag } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperatorBody } from '../../contracts/people/operator';
import { api } from '../shared/api/client';
import { useSignedInMe } from '../shared/session/session';
import { useBrands, useSetupMutation } from '../shared/setup/requests';
import { Row } from '../shared/ui/page';
import { useConfirm } from '../shared/ui/use-confirm';

/** One operator, and what an administrator can do with the account. */
export function OperatorRow(props: {
  readonly operator: OperatorBody;
  readonly open: (dialog: 'edit' | 'password') => void;
  readonly showLink: (url: string) => void;
}) {
  const { t } = useTranslation();
  const { operator } = props;
  const { id, name, status, role, isDisabled } = operator;
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
  const items: MenuProps['items'] = [
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
