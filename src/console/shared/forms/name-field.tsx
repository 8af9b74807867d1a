import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { required } from './rules';

const LONGEST_NAME = 100;

/** The form field `name`, required, for anything that operators name: a brand, a channel, a QR code, a token. */
export function NameField(props: { readonly hint?: string; readonly autoFocus?: boolean }) {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="name"
      label={t('forms.name')}
      rules={[required(t('fieldProblems.name'))]}
      {...(props.hint === undefined ? {} : { extra: props.hint })}
    >
      <Input autoFocus={props.autoFocus ?? false} maxLength={LONGEST_NAME} autoComplete="off" />
    </Form.Item>
  );
}
