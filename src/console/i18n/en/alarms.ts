export const alarms = {
  refused: '{{name}}: WeChat has been refusing calls since {{time}}.',
  waits: 'Messages you send are kept in order and go out automatically once an administrator has fixed this.',
  seen: 'WeChat saw this server as {{address}}.',
  toChannel: 'Open the channel',
  webhookGone: 'The webhook at {{host}} answered that it is gone, and was disabled.',
  webhookFailing: 'The webhook at {{host}} failed for five days, and was disabled.',
  toWebhook: 'Open webhook',
} as const;
