export const setup = {
  channels: '渠道',
  brands: '品牌',
  operators: '客服',
  tokens: 'API 令牌',
  rejected: '被拒的推送',
  audit: '审计日志',
} as const;

export const forms = {
  name: '名称',
  save: '保存',
  saved: '已保存。',
  change: '编辑',
  more: '显示更多',
  moreFor: '{{name}}的更多操作',
  keptIt: '我已保存',
  lookAtFields: '请检查标出的字段。您输入的内容不会丢失。',
  leaveTitle: '不保存就离开？',
  leaveHint: '您在此页的修改会丢失。',
  leave: '离开',
  stay: '留在此页',
  unitOf: '{{what}}的单位',
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
  name: '请输入 1 至 100 个字符，不能换行。',
  email: '请输入完整的邮箱地址，例如 li@example.com。',
  password: '此密码太容易被猜到，请换一个更长或更少见的。',
  originalId: '以 gh_ 开头，后接字母、数字或 _。',
  appId: '以 wx 开头，后接 16 位字母或数字。',
  appSecret: '请粘贴 AppSecret，不含空格。',
  token: '请输入 3 至 32 位字母或数字。',
  encodingAesKey: '请输入 43 位字母或数字。兼容模式和安全模式必填。',
  scene: '请输入 1 至 64 个字符，不能换行。',
  url: '请输入以 http:// 或 https:// 开头的链接。',
  pictureUrl: '请输入以 http:// 或 https:// 开头的链接。',
  text: '文字过长，或含有微信不支持的字符。',
  textUpTo: '文字超过 {{limit}} 个字符，或含有微信不支持的字符。',
} as const;

export const conflicts = {
  email_taken: '已有其他客服使用此邮箱地址。',
  last_administrator: '这是最后一位可以登录的管理员。请先将另一位客服设为管理员。',
  has_password: '此客服已设置密码，可以直接登录，您也可以为其设置新密码。',
  scene_taken: '此渠道已有使用该场景的二维码，扫码来源将无法区分。请换一个场景。',
  not_live: '渠道未启用。请补全账号信息，或启用渠道。',
  permanent: '永久二维码不会过期，也无法更新。',
  too_many: '此账号已用完微信允许的 100,000 个永久二维码。',
  acceptance_unknown:
    '服务器与数据库的连接中断，无法确定消息是否已保存。请原样重新发送，联系人只会收到一次。',
} as const;

export const account = {
  title: '我的账号',
  who: '基本信息',
  whoHint: '只有管理员可以在“设置”中修改。',
  signIn: '登录',
  signInHint: '设置新密码后，您在其他地方都会退出登录。',
  everywhere: '退出所有设备',
  everywhereTitle: '退出所有设备？',
  everywhereHint: '您的所有登录会立即失效，包括当前这个。API 令牌不受影响。',
  tokens: '我的 API 令牌',
  tokensHint: '程序可以凭这些令牌代表您操作。令牌由管理员创建和吊销。',
} as const;
