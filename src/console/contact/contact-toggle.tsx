import { IdcardOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useShortcut } from '../shared/keyboard/shortcuts';
import { useContactVisibility } from './visibility';

/** Shows and hides the contact of the open conversation. */
export function ContactToggle() {
  const { t } = useTranslation();
  const { isShown, toggle } = useContactVisibility();
  useShortcut('contact', toggle);
  const label = isShown ? t('contact.hide') : t('contact.show');
  return (
    <Tooltip title={label}>
      <Button
        type="text"
        icon={<IdcardOutlined aria-hidden />}
        aria-label={label}
        aria-expanded={isShown}
        onClick={toggle}
      />
    </Tooltip>
  );
}
