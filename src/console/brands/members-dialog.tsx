import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Checkbox, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BrandBody } from '../../contracts/people/brand';
import type { OperatorBody } from '../../contracts/people/operator';
import { api } from '../shared/api/client';
import { useOperators } from '../shared/setup/requests';
import { Row, Rows } from '../shared/ui/page';
import { Failed, Loading } from '../shared/ui/states';

/** Who belongs to a brand: a tick adds or removes somebody at once. */
export function MembersDialog({ brand, close }: { readonly brand: BrandBody; readonly close: () => void }) {
  const { t } = useTranslation();
  const operators = useOperators();
  return (
    <Modal
      open
      title={t('brands.membersOf', { name: brand.name })}
      cancelText={t('common.close')}
      okButtonProps={{ style: { display: 'none' } }}
      onCancel={close}
    >
      <p>{t('brands.membersHint')}</p>
      {operators.isPending && <Loading />}
      {operators.data === undefined && operators.error !== null && (
        <Failed error={operators.error} retry={operators.refetch} />
      )}
      {operators.data !== undefined && (
        <Rows label={t('brands.membersOf', { name: brand.name })}>
          {operators.data.map((operator) => (
            <Member key={operator.id} operator={operator} brandId={brand.id} />
          ))}
        </Rows>
      )}
    </Modal>
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
    // Waited for, so that a second tick starts from what is there.
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
