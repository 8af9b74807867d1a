import { ClockCircleOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import css from './inbox-page.module.css';

/** Shows the snoozed conversations of the list “Mine” instead of the others. */
export function SnoozedToggle(props: { readonly isOn: boolean; readonly set: (isOn: boolean) => void }) {
  const { t } = useTranslation();
  return (
    <div className={css.snoozed}>
      <Button
        size="small"
        type={props.isOn ? 'primary' : 'text'}
        icon={<ClockCircleOutlined aria-hidden />}
        aria-pressed={props.isOn}
        onClick={() => props.set(!props.isOn)}
      >
        {t('inbox.snoozed')}
      </Button>
    </div>
  );
}
