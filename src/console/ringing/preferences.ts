import { useStored } from '../shared/ui/use-stored';

/** How this browser rings: with sound unless switched off, and with notifications if switched on. */
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
