import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { CAPACITY_RANGE } from '../../domain/routing/routing';
import { NumberOrNone } from '../shared/forms/number-or-none';

/** What the field begins with when it is switched on. */
const CAPACITY = 5;

/** The form field for how many conversations an operator is offered at the same time. */
export function CapacityField() {
  const { t } = useTranslation();
  const range = t('forms.between', CAPACITY_RANGE);
  return (
    <Form.Item
      name="capacity"
      label={t('operators.capacity')}
      extra={`${t('operators.capacityHint')} ${range}`}
      rules={[{ type: 'integer', ...CAPACITY_RANGE, message: range }]}
    >
      <NumberOrNone none={t('operators.capacityOfBrand')} whenSwitchedOn={CAPACITY} />
    </Form.Item>
  );
}
