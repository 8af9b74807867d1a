export const alarms = {
  refused: '{{name}}：微信自 {{time}} 起拒绝调用。',
  waits: '您发送的消息会按顺序保留，待管理员处理后自动发出。',
  seen: '微信看到的本服务器地址是 {{address}}。',
  toChannel: '查看渠道',
} as const;
