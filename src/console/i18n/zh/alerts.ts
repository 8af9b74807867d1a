export const alerts = {
  title: '提醒',
  unseen: '提醒：{{number}} 条新提醒',
  none: '暂无新提醒',
  noneHint: '您的会话中的新消息、转接给您的会话和提到您的备注会列在这里。',
  seeAll: '全部标为已读',
  mention: '{{name}}提到了您',
  transfer: '{{name}}将会话转接给您',
  transferByNobody: '会话已转接给您',
  new_message: '新消息：{{number}} 条',
  returned: '会话已回到等待中',
  isNew: '新',
  settings: '声音和通知',
  about: '以下情况提醒我',
  aboutMessages: '我的会话中有新消息',
  aboutTransfers: '转接给我',
  aboutMentions: '提到我',
  push: '页面关闭时也提醒此设备',
  pushHint: '通知中只显示品牌和提醒类型。',
  pushUnavailable: '此浏览器在页面关闭时无法接收提醒。',
} as const;

export const pushes = {
  mention: '有人提到了您',
  transfer: '有会话转接给您',
  new_message: '您的会话有新消息',
  returned: '您的会话已回到等待中',
} as const;
