export const alarms = {
  refused: '{{name}}：{{time}} から WeChat が呼び出しを拒否しています。',
  waits: '送信した内容は順番どおりに保管され、管理者が対処すると自動で送信されます。',
  seen: 'WeChat から見たこのサーバーのアドレスは {{address}} です。',
  toChannel: 'チャネルを開く',
  webhookGone: '{{host}} の Webhook は存在しないと応答したため、停止しました。',
  webhookFailing: '{{host}} の Webhook は 5 日間失敗し続けたため、停止しました。',
  toWebhook: 'Webhook を開く',
} as const;
