import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BrandBody } from '../../contracts/people/brand';
import type { OperatorBody } from '../../contracts/people/operator';
import { api } from '../shared/api/client';
import { useOperators } from '../shared/setup/requests';
import { Dialog } from '../shared/ui/dialog';
import { LoadedRows } from '../shared/ui/loaded';
import { Row } from '../shared/ui/page';

/** The members of a brand. Ticking a name adds or removes the operator at once. */
export function MembersDialog({ brand, close }: { readonly brand: BrandBody; readonly close: () => void }) {
  const { t } = useTranslation();
  const operators = useOperators();
  return (
    <Dialog
      title={t('brands.membersOf', { name: brand.name })}
      cancelText={t('common.close')}
      okButtonProps={{ style: { display: 'none' } }}
      onCancel={close}
    >
      <p>{t('brands.membersHint')}</p>
      <LoadedRows query={operators} label={t('brands.membersOf', { name: brand.name })}>
        {(operator) => <Member key={operator.id} operator={operator} brandId={brand.id} />}
      </LoadedRows>
    </Dialog>
  );
}

function Member({ operator, brandId }: { readonly operator: OperatorBody; readonly brandId: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const isMember = operator.brandIds.includes(brandId);
  const change = useMutation({
    mutationFn: () => {
      const others = operator.brandIds.filter((id) => id !== brandId);
      const brandIds = isMember ? others : [...others, brandId];
      return api('patch', '/api/v1/operators/{id}', { params: { id: operator.id }, body: { brandIds } });
    },
    // Waited for, so that the next change starts from the current state.
    onSettled: () => client.invalidateQueries({ queryKey: ['setup', 'operators'] }),
  });
  return (
    <Row
      name={
        <Checkbox checked={isMember} disabled={change.isPending} onChange={() => change.mutate()}>
          {operator.name}
        </Checkbox>
      }
      meta={operator.role === 'administrator' ? t('brands.seesAll') : operator.email}
    />
  );
}
