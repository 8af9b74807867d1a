export const alarms = {
  refused: '{{name}}：{{time}} から WeChat がこのチャネルを拒否しています。',
  waits: '書いた内容は順番どおりに保管され、管理者が対処すると自動で送信されます。',
  seen: 'WeChat から見たこのサーバーのアドレスは {{address}} です。',
  toChannel: 'チャネルへ',
} as const;
