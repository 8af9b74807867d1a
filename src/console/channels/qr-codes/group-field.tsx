import { Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { GroupSelect } from '../../shared/setup/group-select';

/** The form field for the group of those who scan a QR code. */
export function QrCodeGroupField({ brandId }: { readonly brandId: string }) {
  const { t } = useTranslation();
  return (
    <Form.Item name="groupId" label={t('qrCodes.group')} extra={t('qrCodes.groupHint')}>
      <GroupSelect brandId={brandId} none={t('qrCodes.noGroup')} />
    </Form.Item>
  );
}
