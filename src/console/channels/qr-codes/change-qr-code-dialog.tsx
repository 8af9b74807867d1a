import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { QrCodeBody } from '../../../contracts/channels/qr-code';
import { FormDialog } from '../../shared/forms/form-dialog';
import { notify } from '../../shared/notify';
import { GreetingItem } from './greeting-item';
import { useChangeQrCode } from './requests';

type Fields = { readonly name: string; readonly greeting?: string };

/** Changes the name and the greeting of a code; its scene stays. */
export function ChangeQrCodeDialog({
  code,
  close,
}: {
  readonly code: QrCodeBody;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const [form] = Form.useForm<Fields>();
  const save = useChangeQrCode(code.id);
  const submit = ({ name, greeting = '' }: Fields): void =>
    save.mutate(
      { name, greeting: greeting === '' ? null : greeting },
      {
        onSuccess() {
          notify({ kind: 'success', title: t('forms.saved') });
          close();
        },
      },
    );
  return (
    <FormDialog<Fields>
      title={t('qrCodes.changeTitle', { name: code.name })}
      form={form}
      initialValues={{ name: code.name, greeting: code.greeting ?? '' }}
      okText={t('forms.save')}
      isPending={save.isPending}
      error={save.error}
      submit={submit}
      close={close}
    >
      <Form.Item
        name="name"
        label={t('forms.name')}
        rules={[{ required: true, whitespace: true, message: t('fieldProblems.name') }]}
      >
        <Input autoFocus maxLength={100} />
      </Form.Item>
      <GreetingItem />
    </FormDialog>
  );
}
