export const privacy = {
  title: '隐私',
  legalHold: '依法保留',
  legalHoldHint: '开启后，该客户的资料不能删除，到期也不会清理。',
  holdTitle: '对该客户启用依法保留？',
  holdConfirm: '启用依法保留',
  releaseTitle: '结束依法保留？',
  releaseConfirm: '结束',
  reasonLogged: '原因（记入审计日志）',
  erase: '彻底删除…',
  eraseTitle: '彻底删除该客户的全部资料？',
  eraseGoes:
    '以下内容将永久删除：消息、备注、文件、草稿、名称、备注名、标签、OpenID，以及机器人和 Webhook 保存的内容。进行中的会话会结束，等待发送的消息会取消。',
  eraseStays:
    '以下内容会保留：会话和消息的数量与时间，以及审计日志中的这条记录。已经发给微信或 Webhook 等第三方的内容无法收回；备份中的内容要等您删除备份后才会消失。',
  eraseNew: '如果对方再次发来消息，将视为新客户。',
  eraseConfirm: '永久删除',
  eraseHeld: '该客户处于依法保留状态。',
} as const;
