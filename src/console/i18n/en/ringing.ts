export const ringing = {
  title: 'Ringing',
  rings: 'Ringing: {{number}} waiting',
  silence: 'Silence the bell',
  hint: 'Rings in one tab while customers wait, until somebody attends.',
  sound: 'Sound',
  soundRefused: 'The browser keeps the sound off until you click or press a key on this page.',
  notifications: 'Browser notifications',
  notificationsDenied:
    'The browser refuses notifications of this page. Allow them in its settings for this site.',
  notificationsNeedHttps: 'The browser shows notifications only of pages with https.',
  notification: '{{name}} is waiting',
} as const;
