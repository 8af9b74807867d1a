export const common = {
  appName: '对话',
  loading: '加载中',
  failed: '无法加载',
  refused: '您没有查看权限',
  tryAgain: '重试',
  requestId: '请求编号 {{requestId}}',
  cancel: '取消',
  close: '关闭',
  back: '返回',
  copy: '复制{{what}}',
  copyShort: '复制',
  copied: '已复制',
  copyFailed: '浏览器不允许复制，请选中文字手动复制。',
  requestFailed: '操作未成功',
  notFoundTitle: '页面不存在',
  notFoundHint: '链接可能已失效或输入有误。',
  toInbox: '前往会话',
  crashTitle: '页面出错了',
  crashHint: '已发送的内容不会丢失。请重新加载页面后继续。',
  reload: '重新加载',
} as const;

export const shell = {
  skip: '跳到内容',
  navigation: '主导航',
  inbox: '会话',
  setup: '设置',
  demo: '体验',
  leaveDemo: '只看工作台',
  account: '{{name}}的账号',
  language: '语言',
  appearance: '外观',
  light: '浅色',
  dark: '深色',
  system: '跟随系统',
  shortcuts: '键盘快捷键',
  changePassword: '修改密码',
  signOut: '退出登录',
  connectionLost: '连接已断开，正在重新连接…',
} as const;

export const time = {
  hoursMinutes: '{{hours}} 小时 {{minutes}} 分',
  minutes: '{{minutes}} 分钟',
  seconds: '{{seconds}} 秒',
} as const;

export const keyboard = {
  title: '键盘快捷键',
  singleKeys: '启用单键快捷键',
  enterSends: '发送消息',
  newLine: '消息内换行',
  cannedMenu: '在词首查找快捷回复',
} as const;

/** What each shortcut does. */
export const shortcuts = {
  help: '显示此列表',
  next: '下一个会话',
  previous: '上一个会话',
  reply: '撰写回复',
  note: '撰写备注',
  attend: '接待会话',
  transfer: '转接会话',
  complete: '结束会话',
  search: '搜索',
  silence: '停止响铃',
  alerts: '打开提醒',
  contact: '显示或隐藏客户信息',
  openMine: '列表：我的',
  openWaiting: '列表：等待中',
  openMissed: '列表：未接待',
  openCompleted: '列表：已结束',
  openAll: '列表：全部',
  attach: '添加文件',
  canned: '快捷回复',
  newest: '跳到最新消息',
} as const;
