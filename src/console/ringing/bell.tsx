import { BellFilled, BellOutlined, DownOutlined, MutedOutlined, UpOutlined } from '@ant-design/icons';
import { Popover, Tooltip } from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertKind } from '../../domain/alerts';
import { useShortcut } from '../shared/keyboard/shortcuts';
import { AlertList } from './alerts/alert-list';
import { useAlertSignals } from './alerts/use-alert-signals';
import { useAlerts } from './alerts/use-alerts';
import { useSeeOpen } from './alerts/use-see-open';
import css from './bell.module.css';
import { type BellSound, createBellSound } from './bell-sound';
import { useAlertPreferences, useRingPreferences } from './preferences';
import { Preferences } from './preferences-form';
import { usePush } from './push/use-push';
import { useAssignedSignals } from './use-assigned-signals';
import { useNotifications } from './use-notifications';
import { useRinging } from './use-ringing';
import { useSingleTab } from './use-single-tab';
import { useTabMark } from './use-tab-mark';
import { useTitleBadge } from './use-title-badge';

/**
 * Rings for waiting conversations and for offers, alerts to what waits for the reader in particular, and opens the list of alerts and
 * the preferences. Only one of several tabs makes a sound or shows notifications.
 */
export function Bell() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [areSettingsOpen, setSettingsOpen] = useState(false);
  const { ringing, concerned, silence } = useRinging();
  const { isSoundOn, areNotificationsOn } = useRingPreferences();
  const preferences = useAlertPreferences();
  const { alerts, isLoaded } = useAlerts();
  const push = usePush(preferences.kinds);
  const isWanted = (kind: AlertKind): boolean => preferences.kinds.includes(kind);
  const unseen = alerts.filter(({ seenAt, kind }) => seenAt === null && isWanted(kind)).length;
  const isRinging = ringing.length > 0;
  const { isRefused, chime } = useSound(isSoundOn && isRinging);
  const notifies = useSingleTab('notifies', areNotificationsOn && isRinging);
  useNotifications(ringing, notifies);
  // A tab that may not make a sound leaves it to one that may; so does one that does not alert to anything.
  const alertsAloud = useSingleTab('alerts.sound', isSoundOn && !isRefused);
  const alertsByNotice = useSingleTab('alerts.notices', areNotificationsOn && !push.isOn);
  useAlertSignals(alerts, isLoaded, {
    isWanted,
    chime: alertsAloud ? chime : null,
    notifies: alertsByNotice,
  });
  useAssignedSignals(alertsAloud ? chime : null);
  useSeeOpen(alerts);
  useTitleBadge(concerned + unseen);
  useTabMark(unseen > 0);
  useShortcut('silence', isRinging ? silence : undefined);
  useShortcut('alerts', () => setOpen(true));
  const content = useRef<HTMLDivElement>(null);
  const bell = useRef<HTMLButtonElement>(null);
  const closeOnEscape = ({ key }: KeyboardEvent): void => {
    if (key !== 'Escape') return;
    setOpen(false);
    bell.current?.focus();
  };
  const news = [
    ...(isRinging ? [t('ringing.rings', { number: ringing.length })] : []),
    ...(unseen > 0 ? [t('alerts.unseen', { number: unseen })] : []),
  ];
  const label = news.length === 0 ? t('alerts.title') : news.join(' · ');
  return (
    <>
      <Popover
        content={
          <div
            ref={content}
            className={css.content}
            role="dialog"
            aria-label={t('alerts.title')}
            onKeyDown={closeOnEscape}
          >
            <AlertList alerts={alerts} close={() => setOpen(false)} />
            <button
              type="button"
              className={css.disclosure}
              aria-expanded={areSettingsOpen}
              onClick={() => setSettingsOpen(!areSettingsOpen)}
            >
              {t('alerts.settings')}{' '}
              {areSettingsOpen ? <UpOutlined aria-hidden /> : <DownOutlined aria-hidden />}
            </button>
            {areSettingsOpen && <Preferences isRefused={isRefused} push={push} alertTo={preferences} />}
          </div>
        }
        title={t('alerts.title')}
        trigger="click"
        open={isOpen}
        onOpenChange={setOpen}
        afterOpenChange={(isShown) => isShown && focusFirst(content.current)}
        placement="rightBottom"
        classNames={{ root: css.popover ?? '' }}
        // Inside the page's header, so that all content is in a landmark.
        getPopupContainer={(button) => button.parentElement ?? document.body}
      >
        <button
          ref={bell}
          type="button"
          className={css.bell}
          data-ringing={isRinging}
          aria-label={label}
          aria-expanded={isOpen}
        >
          {isRinging ? <BellFilled aria-hidden /> : <BellOutlined aria-hidden />}
          {unseen > 0 && (
            <span className={css.count} aria-hidden>
              {unseen > 9 ? '9+' : unseen}
            </span>
          )}
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
        {(isRinging || unseen > 0) && label}
      </span>
    </>
  );
}

/** The newest alert, or else what there is besides the list. */
function focusFirst(content: HTMLElement | null): void {
  (content?.querySelector<HTMLElement>('li button') ?? content?.querySelector('button'))?.focus();
}

/** Plays the ring while `wanted`, in one tab. Also returns whether the browser refuses sound, and the tone of an alert. */
function useSound(wanted: boolean): { readonly isRefused: boolean; readonly chime: () => void } {
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
  return { isRefused, chime: () => sound?.chime() };
}
