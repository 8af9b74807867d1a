export const alarms = {
  refused: '{{name}}: WeChat has refused its calls since {{time}}.',
  waits: 'What you write is kept in order and leaves by itself once an administrator has put this right.',
  seen: 'WeChat saw this server as {{address}}.',
  toChannel: 'To the channel',
} as const;
