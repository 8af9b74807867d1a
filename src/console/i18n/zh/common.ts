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
  contacts: '联系人',
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
  group_everywhere: '任何页面',
  group_lists: '列表',
  group_conversation: '会话中',
  group_writing: '撰写时',
} as const;

/** What each shortcut does. */
export const shortcuts = {
  palette: '查找一切：操作、页面、快捷回复',
  help: '显示所有快捷键',
  next: '下一个会话',
  previous: '上一个会话',
  nextWaiting: '下一个等待中的会话',
  reply: '撰写回复',
  note: '撰写备注',
  attend: '接待会话',
  transfer: '转接会话',
  complete: '结束会话（10 秒内可撤销）',
  undoComplete: '撤销结束',
  search: '搜索',
  silence: '停止响铃',
  alerts: '打开提醒',
  contact: '显示或隐藏客户信息',
  openMine: '列表：我的',
  openWaiting: '列表：等待中',
  openMissed: '列表：未接待',
  openCompleted: '列表：已结束',
  openAll: '列表：全部',
  openNeedsLook: '列表：需关注',
  clearSelection: '取消选择',
  attach: '添加文件',
  canned: '快捷回复',
  newest: '跳到最新消息',
  previousHit: '上一条搜索结果',
  nextHit: '下一条搜索结果',
  send: '发送消息',
  sendNext: '发送，并打开下一个未回复的会话',
  hold: '等客户回复后自动发出',
  newLine: '消息内换行',
  cannedMenu: '在词首查找快捷回复',
  leave: '离开输入框',
} as const;

/** The list behind Ctrl+K. */
export const palette = {
  title: '命令面板',
  placeholder: '输入操作、页面、快捷回复或设置…',
  group_action: '操作',
  group_page: '页面',
  group_canned: '快捷回复',
  group_setting: '设置',
  searchAll: '在所有会话中搜索“{{words}}”',
  singleKeysOn: '启用单键快捷键',
  singleKeysOff: '停用单键快捷键',
} as const;

/** Conversations that are completed in a few seconds. */
export const completing = {
  begun: '与{{name}}的会话将在 10 秒后结束。按 {{key}} 撤销。',
  soon: '与{{name}}的会话将在 {{seconds}} 秒后结束',
  now: '正在结束与{{name}}的会话…',
  undo: '撤销',
  notCompleted: '与{{name}}的会话没有结束',
  wrote: '客户又发来了消息。',
  interrupted: '页面在会话结束前已关闭。',
  open: '打开',
} as const;
