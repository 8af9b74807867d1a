/** Texts around the contents of messages. */
export const content = {
  line: '{{what}}：{{facts}}',
  within: '误差 {{metres}} 米',
  waits: '等待答复',
  pictures: '图片 {{count}} 张',
  from_camera: '来自相机',
  from_camera_or_album: '来自相机或相册',
  from_wechat_album: '来自微信相册',
  count_total: '总数 {{number}}',
  count_filtered: '过滤后 {{number}}',
  count_sent: '成功 {{number}}',
  count_failed: '失败 {{number}}',
  permission_201: '地址',
  permission_202: '发票信息',
  permission_203: '卡券信息',
  permission_204: '麦克风',
  permission_205: '昵称和头像',
  permission_206: '位置信息',
  permission_207: '选中的图片或视频',
  accountClosed: '已注销微信账号',
  revoked: '已撤销',
  noFile: '这条消息没有附带文件。',
  fetching: '正在从微信下载…',
  triedAgain: '尚未从微信下载，三天内会自动重试。',
  notShown: '图片加载失败。',
  download: '下载',
  enlarge: '放大：{{name}}',
  fit: '适应窗口',
  fullSize: '原始大小',
  voiceOf: '语音消息 {{length}}',
  recognition: '微信语音转文字：',
  openMap: '打开地图',
  openPage: '打开页面',
  fileNotGiven: '微信不会转交文件，请客户改发图片或链接。',
  menuItems: '菜单选项',
  asItCame: '微信原始内容',
  belowArticle: '公众号文章的留言',
} as const;

/** Why a contact’s file is missing, or cannot be played. */
export const attachmentErrors = {
  gone: '微信只保留文件三天，此文件已不存在。请客户重新发送。',
  empty: '微信连续三天返回空文件。请客户重新发送。',
  wrong_kind: '微信返回的不是此类文件，未保存。请客户重新发送。',
  too_large: '文件超过本系统的上限，未保存。',
  refused: '微信拒绝提供此文件，请管理员检查渠道的运行状况。',
  untrusted_address:
    '微信将此视频存放在本系统不访问的地址。管理员可在 mp.weixin.qq.com 的消息管理中观看或下载。',
  unreachable: '连续三天无法连接微信。',
  no_media: '这条消息没有可下载的文件。',
  not_playable: '此语音无法在这里播放，请下载原文件。',
} as const;

/** Why a contact’s file has not been downloaded yet, while it is retried. */
export const fetchTroubles = {
  empty: '微信返回了空文件。',
  wrong_kind: '微信返回的内容不是该文件。',
  too_large: '微信返回的内容超过本系统的上限。',
  refused: '微信暂不提供此文件，请管理员检查渠道的运行状况。',
  untrusted_address:
    '微信将此视频存放在本系统不访问的地址。管理员可在 mp.weixin.qq.com 的消息管理中观看或下载。',
  unreachable: '无法连接微信，或应答并非来自微信。',
} as const;
