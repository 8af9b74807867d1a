import { FastForwardOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import css from './frame.module.css';
import { useFastForward, usePhoneView } from './requests';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const STEPS = [
  { seconds: MINUTE, label: 'minute' },
  { seconds: HOUR, label: 'hour' },
  { seconds: 8 * HOUR, label: 'hours8' },
  { seconds: 20 * HOUR, label: 'hours20' },
  { seconds: 48 * HOUR, label: 'hours48' },
] as const;

/** Fast-forwards this contact's conversation, in Duihua and on the phone. */
export function TimeBar({ openId }: { readonly openId: string }) {
  const { t } = useTranslation();
  const conversation = usePhoneView(openId).data?.conversation ?? null;
  const isOpen = conversation !== null && conversation.state !== 'completed';
  const forward = useFastForward(conversation?.id ?? '');
  return (
    <Tooltip title={isOpen ? undefined : t('phone.noTime')}>
      <fieldset className={css.time}>
        <legend className="visually-hidden">{t('phone.fastForward')}</legend>
        <FastForwardOutlined aria-hidden />
        {STEPS.map(({ seconds, label }) => (
          <Button
            key={label}
            size="small"
            disabled={!isOpen || forward.isPending}
            loading={forward.isPending && forward.variables === seconds}
            onClick={() => forward.mutate(seconds)}
          >
            {t(`phone.plus_${label}`)}
          </Button>
        ))}
      </fieldset>
    </Tooltip>
  );
}
