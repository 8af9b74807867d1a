import { Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { ChannelBody } from '../../contracts/channels/channel';
import { api } from '../shared/api/client';
import { FormProblem } from '../shared/forms/form-problem';
import { notify } from '../shared/notify';
import { useSetupMutation } from '../shared/setup/requests';
import { Dialog } from '../shared/ui/dialog';

/** Deletes a channel once its name has been typed. */
export function DeleteDialog({
  channel,
  close,
}: {
  readonly channel: ChannelBody;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const inputId = useId();
  const [typed, setTyped] = useState('');
  const { id, name } = channel;
  const remove = useSetupMutation(() => api('delete', '/api/v1/channels/{id}', { params: { id } }));
  const submit = (): void =>
    remove.mutate(undefined, {
      onSuccess() {
        notify({ kind: 'success', title: t('channels.deleted', { name }) });
        void navigate('/setup/channels', { replace: true });
      },
    });
  return (
    <Dialog
      title={t('channels.deleteTitle', { name })}
      okText={t('channels.delete')}
      cancelText={t('common.cancel')}
      okButtonProps={{ danger: true, disabled: typed.trim() !== name.trim(), loading: remove.isPending }}
      onOk={submit}
      onCancel={close}
    >
      <FormProblem problem={remove.error} />
      <p style={{ marginBottom: 12 }}>{t('channels.deleteHint')}</p>
      <label htmlFor={inputId}>{t('channels.typeName', { name })}</label>
      <Input
        id={inputId}
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </Dialog>
  );
}
