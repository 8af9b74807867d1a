import { BellFilled, BellOutlined, MutedOutlined } from '@ant-design/icons';
import { Popover, Switch, Tooltip } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCounts } from '../shared/conversations/counts';
import { useShortcut } from '../shared/keyboard/shortcuts';
import css from './bell.module.css';
import { type BellSound, createBellSound } from './bell-sound';
import { useRingPreferences } from './preferences';
import { canNotify, useNotifications } from './use-notifications';
import { useRinging } from './use-ringing';
import { useSingleTab } from './use-single-tab';
import { useTitleBadge } from './use-title-badge';

/** Rings for waiting conversations, and opens the preferences for this. Only one of several tabs makes a sound. */
export function Bell() {
  const { t } = useTranslation();
  const { ringing, silence } = useRinging();
  const { isSoundOn, areNotificationsOn } = useRingPreferences();
  const isRinging = ringing.length > 0;
  const isRefused = useSound(isSoundOn && isRinging);
  const notifies = useSingleTab('notifies', areNotificationsOn && isRinging);
  useNotifications(ringing, notifies);
  useTitleBadge(useCounts({}).data?.waiting.count ?? 0);
  useShortcut('silence', isRinging ? silence : undefined);
  const label = isRinging ? t('ringing.rings', { number: ringing.length }) : t('ringing.title');
  return (
    <>
      <Popover
        content={<Preferences isRefused={isRefused} />}
        title={t('ringing.title')}
        trigger="click"
        placement="rightBottom"
        // Inside the page's header, so that all content is in a landmark.
        getPopupContainer={(button) => button.parentElement ?? document.body}
      >
        <button type="button" className={css.bell} data-ringing={isRinging} aria-label={label}>
          {isRinging ? <BellFilled aria-hidden /> : <BellOutlined aria-hidden />}
          {isRinging && isSoundOn && isRefused && <span className={css.refused} aria-hidden />}
        </button>
      </Popover>
      {isRinging && (
        <Tooltip title={t('ringing.silence')} placement="right">
          <button type="button" className={css.bell} aria-label={t('ringing.silence')} onClick={silence}>
            <MutedOutlined aria-hidden />
          </button>
        </Tooltip>
      )}
      <span className="visually-hidden" role="status">
        {isRinging && label}
      </span>
    </>
  );
}

/** Plays the ring while `wanted`, in one tab. Returns whether the browser refuses the sound. */
function useSound(wanted: boolean): boolean {
  const [isRefused, setRefused] = useState(false);
  const [sound, setSound] = useState<BellSound | null>(null);
  useEffect(() => {
    const made = createBellSound();
    made.onRefused(setRefused);
    setSound(made);
    return () => made.close();
  }, []);
  // A tab that may not make a sound leaves it to one that may.
  const isRingingTab = useSingleTab('rings', wanted && !isRefused);
  const plays = isRingingTab || (wanted && isRefused);
  useEffect(() => {
    if (!plays || sound === null) return;
    sound.start();
    return () => sound.stop();
  }, [plays, sound]);
  return isRefused;
}

function Preferences({ isRefused }: { readonly isRefused: boolean }) {
  const { t } = useTranslation();
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
    </div>
  );
}
