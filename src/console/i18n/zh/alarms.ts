export const alarms = {
  refused: '{{name}}：微信自 {{time}} 起拒绝调用。',
  waits: '您发送的消息会按顺序保留，待管理员处理后自动发出。',
  seen: '微信看到的本服务器地址是 {{address}}。',
  toChannel: '查看渠道',
  webhookGone: '{{host}} 的 Webhook 返回已不存在，已停用。',
  webhookFailing: '{{host}} 的 Webhook 连续失败五天，已停用。',
  toWebhook: '查看 Webhook',
} as const;
