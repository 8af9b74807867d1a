import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { CopyField } from './copy-field';
import { Dialog } from './dialog';

/** Shows a secret that cannot be shown again. It stays until the reader closes it on purpose. */
export function ShownOnce(props: {
  readonly title: string;
  readonly hint: string;
  readonly label: string;
  readonly value: string;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={props.title}
      mask={{ closable: false }}
      keyboard={false}
      okText={t('forms.keptIt')}
      onOk={props.close}
      onCancel={props.close}
      cancelButtonProps={{ style: { display: 'none' } }}
    >
      <Alert type="warning" showIcon style={{ marginBottom: 12 }} title={props.hint} />
      <CopyField label={props.label} value={props.value} />
    </Dialog>
  );
}
