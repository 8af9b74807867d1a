import { useQueryClient } from '@tanstack/react-query';
import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OperatorBody } from '../../contracts/people/operator';
import { api } from '../shared/api/client';
import { FormDialog } from '../shared/forms/form-dialog';
import { notify } from '../shared/notify';
import { useSignedInMe } from '../shared/session/session';
import { useSetupMutation } from '../shared/setup/requests';
import { OperatorFieldItems, type OperatorFields } from './operator-fields';

/** Changes name, e-mail address, role and brands of an operator. */
export function OperatorDialog({
  operator,
  close,
}: {
  readonly operator: OperatorBody;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const me = useSignedInMe();
  const client = useQueryClient();
  const [form] = Form.useForm<OperatorFields>();
  const save = useSetupMutation((body: OperatorFields) =>
    api('patch', '/api/v1/operators/{id}', { params: { id: operator.id }, body }),
  );
  const submit = (fields: OperatorFields): void =>
    save.mutate(fields, {
      onSuccess() {
        notify({ kind: 'success', title: t('forms.saved') });
        close();
        // Whoever gives up being an administrator sees no set-up from now on.
        if (operator.id === me.id) void client.invalidateQueries({ queryKey: ['me'] });
      },
    });
  const { name, email, role, brandIds } = operator;
  return (
    <FormDialog<OperatorFields>
      title={t('operators.changeTitle', { name })}
      form={form}
      initialValues={{ name, email, role, brandIds: [...brandIds] }}
      okText={t('forms.save')}
      isPending={save.isPending}
      error={save.error}
      submit={submit}
      close={close}
    >
      <OperatorFieldItems />
    </FormDialog>
  );
}
