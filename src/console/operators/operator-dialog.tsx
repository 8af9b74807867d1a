import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { OperatorBody } from '../../contracts/people/operator';
import { api } from '../shared/api/client';
import { SaveDialog } from '../shared/forms/save-dialog';
import { useSignedInMe } from '../shared/session/session';
import { useSetupMutation } from '../shared/setup/requests';
import { CapacityField } from './capacity-field';
import { OperatorFieldItems, type OperatorFields } from './operator-fields';

/** What only an operator that exists has. */
type Fields = OperatorFields & { readonly capacity: number | null };

/** Changes the name, email address, role, brands and capacity of an operator. */
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
  const save = useSetupMutation((body: Fields) =>
    api('patch', '/api/v1/operators/{id}', { params: { id: operator.id }, body }),
  );
  const afterwards = (): void => {
    close();
    // An administrator who gives up that role no longer sees the setup.
    if (operator.id === me.id) void client.invalidateQueries({ queryKey: ['me'] });
  };
  const { name, email, role, brandIds, capacity } = operator;
  return (
    <SaveDialog
      title={t('operators.changeTitle', { name })}
      initialValues={{ name, email, role, brandIds: [...brandIds], capacity }}
      okText={t('forms.save')}
      mutation={save}
      notice={t('forms.saved')}
      onSaved={afterwards}
      close={close}
    >
      <OperatorFieldItems />
      <CapacityField />
    </SaveDialog>
  );
}
