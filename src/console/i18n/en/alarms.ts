export const alarms = {
  refused: '{{name}}: WeChat has been refusing calls since {{time}}.',
  waits: 'Messages you send are kept in order and go out automatically once an administrator has fixed this.',
  seen: 'WeChat saw this server as {{address}}.',
  toChannel: 'Open the channel',
} as const;
