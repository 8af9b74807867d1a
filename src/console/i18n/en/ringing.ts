export const ringing = {
  rings: 'Ringing: {{number}} waiting',
  silence: 'Stop ringing',
  hint: 'Rings in one tab while contacts wait, until an operator attends.',
  sound: 'Sound',
  soundRefused: 'The browser plays no sound until you click or press a key on this page.',
  notifications: 'Browser notifications',
  notificationsDenied:
    'The browser blocks notifications from this page. Allow them in its settings for this site.',
  notificationsNeedHttps: 'The browser shows notifications only for https pages.',
  notification: '{{name}} is waiting',
  offered: '{{name}} is offered to you',
  assigned: '{{name}} was assigned to you',
} as const;
