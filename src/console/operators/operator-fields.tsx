import { Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { NameField } from '../shared/forms/name-field';
import { BrandsSelect } from './brand-select';

/** Name, email address, role and brands of an operator. */
export type OperatorFields = {
  readonly name: string;
  readonly email: string;
  readonly role: 'operator' | 'administrator';
  readonly brandIds: string[];
};

export function OperatorFieldItems() {
  const { t } = useTranslation();
  return (
    <>
      <NameField autoFocus />
      <Form.Item
        name="email"
        label={t('session.email')}
        validateTrigger="onBlur"
        rules={[{ required: true, type: 'email', message: t('fieldProblems.email') }]}
      >
        <Input type="email" maxLength={254} autoComplete="off" />
      </Form.Item>
      <Form.Item name="role" label={t('operators.role')} extra={t('operators.roleHint')}>
        <Radio.Group
          options={(['operator', 'administrator'] as const).map((role) => ({
            value: role,
            label: t(`operators.role_${role}`),
          }))}
        />
      </Form.Item>
      <Form.Item name="brandIds" label={t('setup.brands')} extra={t('operators.brandsHint')}>
        <BrandsSelect />
      </Form.Item>
    </>
  );
}
