export const setup = {
  channels: '渠道',
  brands: '品牌',
  operators: '客服',
  tokens: 'API 令牌',
  rejected: '未接收的推送',
  audit: '审计日志',
} as const;

export const forms = {
  name: '名称',
  save: '保存',
  saved: '已保存。',
  change: '修改',
  more: '显示更多',
  moreFor: '{{name}}的更多操作',
  keptIt: '我已保存',
  lookAtFields: '有内容需要修改，请查看标出的字段。您输入的内容已保留。',
  leaveTitle: '不保存就离开？',
  leaveHint: '您在此处的修改将会丢失。',
  leave: '离开',
  stay: '留在此页',
  unitOf: '单位：{{what}}',
  unit_seconds: '秒',
  unit_minutes: '分钟',
  unit_hours: '小时',
  unit_days: '天',
  amount_seconds: '{{number}} 秒',
  amount_minutes: '{{number}} 分钟',
  amount_hours: '{{number}} 小时',
  amount_days: '{{number}} 天',
  between: '范围：{{min}} 至 {{max}}。',
  rangeAndDefault: '范围：{{min}} 至 {{max}}，默认 {{standard}}。',
} as const;

export const fieldProblems = {
  name: '1 至 100 个字符，不能换行。',
  email: '请输入完整的邮箱地址，例如 li@example.com。',
  password: '该密码太容易被猜到，请换一个更长或更独特的。',
  originalId: '以 gh_ 开头，后接字母、数字或下划线。',
  appId: '以 wx 开头，后接 16 位字母和数字。',
  appSecret: '请粘贴 AppSecret，不含空格。',
  token: '3 至 32 位字母或数字。',
  encodingAesKey: '43 位字母和数字；兼容模式和安全模式必填。',
  scene: '1 至 64 个字符，不能换行。',
  url: '请填写以 http:// 或 https:// 开头的链接。',
  pictureUrl: '请填写以 http:// 或 https:// 开头的链接。',
  text: '文字过长，或含有微信不接受的字符。',
  textUpTo: '文字超过 {{limit}} 个字符，或含有微信不接受的字符。',
} as const;

export const conflicts = {
  email_taken: '已有其他客服使用此邮箱地址。',
  last_administrator: '这是最后一位可登录的管理员；若没有管理员，客服台将无人管理。请先将其他人设为管理员。',
  has_password: '该客服已设置密码，可以直接登录；您也可以为其重设密码。',
  scene_taken: '该渠道已有使用此场景的二维码，扫码来源将无法区分。请换一个场景。',
  not_live: '渠道尚未启用：请补全账号信息，或重新启用。',
  permanent: '永久二维码不会过期，无需更新。',
  too_many: '微信允许每个账号最多 100,000 个永久二维码，现已用完。',
} as const;

export const account = {
  title: '我的账号',
  who: '基本信息',
  whoHint: '如需修改，请联系管理员。',
  signIn: '登录与安全',
  signInHint: '修改密码后，其他设备上的登录都会失效。',
  everywhere: '退出所有设备',
  everywhereTitle: '退出所有设备？',
  everywhereHint: '您的所有登录会立即失效，包括当前设备。API 令牌不受影响。',
  tokens: '我的 API 令牌',
  tokensHint: '程序可凭这些令牌以您的名义操作。令牌由管理员创建和吊销。',
} as const;
