import { useMemo } from 'react';
import type { AlertKind } from '../../domain/alerts';
import { useStored } from '../shared/ui/use-stored';

/** How this browser rings and alerts: with sound unless switched off, and with notifications if switched on. */
export function useRingPreferences() {
  const [sound, setSound] = useStored('ring.sound');
  const [notifications, setNotifications] = useStored('ring.notifications');
  return {
    isSoundOn: sound !== 'off',
    setSoundOn: (isOn: boolean) => setSound(isOn ? null : 'off'),
    areNotificationsOn: notifications === 'on',
    setNotificationsOn: (areOn: boolean) => setNotifications(areOn ? 'on' : null),
  };
}

/** What can be switched off separately. A conversation that goes back to waiting is the reverse of a transfer. */
export const ALERT_SWITCHES = {
  aboutMessages: ['new_message', 'rating_comment'],
  aboutClosing: ['window_closing'],
  aboutTransfers: ['transfer', 'returned'],
  aboutMentions: ['mention'],
} as const satisfies Readonly<Record<string, readonly AlertKind[]>>;
export type AlertSwitch = keyof typeof ALERT_SWITCHES;

/** What this browser alerts to: everything unless switched off. The list of alerts has all of them all the same. */
export function useAlertPreferences() {
  const [stored, store] = useStored('alerts.off');
  return useMemo(() => {
    const off = new Set(stored?.split(' '));
    const names = Object.keys(ALERT_SWITCHES) as AlertSwitch[];
    return {
      isOn: (name: AlertSwitch) => !off.has(name),
      setOn(name: AlertSwitch, isOn: boolean): void {
        const next = names.filter((one) => (one === name ? !isOn : off.has(one)));
        store(next.length === 0 ? null : next.join(' '));
      },
      /** In a fixed order. */
      kinds: names.filter((name) => !off.has(name)).flatMap((name): AlertKind[] => [...ALERT_SWITCHES[name]]),
    };
  }, [stored, store]);
}
