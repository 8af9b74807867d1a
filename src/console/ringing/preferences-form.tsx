import { Switch } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { describeError } from '../shared/describe-error';
import css from './bell.module.css';
import {
  ALERT_SWITCHES,
  type AlertSwitch,
  type useAlertPreferences,
  useRingPreferences,
} from './preferences';
import { canPush, type usePush } from './push/use-push';
import { canNotify } from './use-notifications';

const SWITCHES = Object.keys(ALERT_SWITCHES) as AlertSwitch[];

/** How this browser rings and alerts, and to what. */
export function Preferences(props: {
  readonly isRefused: boolean;
  readonly push: ReturnType<typeof usePush>;
  readonly alertTo: ReturnType<typeof useAlertPreferences>;
}) {
  const { isRefused, push, alertTo } = props;
  const { t, i18n } = useTranslation();
  const { isSoundOn, setSoundOn, areNotificationsOn, setNotificationsOn } = useRingPreferences();
  const [isDenied, setDenied] = useState(() => canNotify() && Notification.permission === 'denied');
  const canShow = useMemo(canNotify, []);
  const switchNotifications = async (areOn: boolean): Promise<void> => {
    const permission = areOn ? await Notification.requestPermission() : 'granted';
    setDenied(permission === 'denied');
    setNotificationsOn(areOn && permission === 'granted');
  };
  return (
    <div className={css.preferences}>
      <p className={css.hint}>{t('ringing.hint')}</p>
      <label className={css.switch}>
        {t('ringing.sound')}
        <Switch checked={isSoundOn} onChange={setSoundOn} aria-label={t('ringing.sound')} />
      </label>
      {isSoundOn && isRefused && <p className={css.warning}>{t('ringing.soundRefused')}</p>}
      <label className={css.switch}>
        {t('ringing.notifications')}
        <Switch
          checked={areNotificationsOn && !isDenied}
          disabled={!canShow}
          onChange={(areOn) => void switchNotifications(areOn)}
          aria-label={t('ringing.notifications')}
        />
      </label>
      {!canShow && <p className={css.warning}>{t('ringing.notificationsNeedHttps')}</p>}
      {isDenied && <p className={css.warning}>{t('ringing.notificationsDenied')}</p>}
      <label className={css.switch}>
        {t('alerts.push')}
        <Switch
          checked={push.isOn}
          disabled={!canPush()}
          onChange={(isOn) => void push.setOn(isOn)}
          aria-label={t('alerts.push')}
        />
      </label>
      <p className={css.hint}>{t(canPush() ? 'alerts.pushHint' : 'alerts.pushUnavailable')}</p>
      {push.failure !== null && (
        <p className={css.warning} role="alert">
          {describeError(push.failure, t, i18n.language)}
        </p>
      )}
      <fieldset className={css.group}>
        <legend>{t('alerts.about')}</legend>
        {SWITCHES.map((name) => (
          <label key={name} className={css.switch}>
            {t(`alerts.${name}`)}
            <Switch
              size="small"
              checked={alertTo.isOn(name)}
              onChange={(isOn) => alertTo.setOn(name, isOn)}
              aria-label={t(`alerts.${name}`)}
            />
          </label>
        ))}
      </fieldset>
    </div>
  );
}
