export const alarms = {
  refused: '{{name}}：自 {{time}} 起微信拒绝该渠道的调用。',
  waits: '您写的内容会按顺序保留，管理员处理后自动发出。',
  seen: '微信看到的本服务器地址是 {{address}}。',
  toChannel: '查看渠道',
} as const;
