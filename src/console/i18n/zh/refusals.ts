/** Every code of the API and of the browser's own failures: what is wrong and what to do. */
export const problems = {
  invalid_request: '请求内容有误。',
  unauthenticated: '您已退出登录，请重新登录。',
  forbidden: '您的角色无权进行此操作。',
  password_change_required: '请先设置新密码。',
  not_found: '内容已不存在，或属于您未加入的品牌。',
  conversation_completed: '会话已结束。客户的下一条消息会开始新的会话。',
  attended_by_other: '{{name}}正在接待此会话，请联系对方转接给您。',
  not_attended: '此会话无人接待，请先接待。',
  window_closed: '消息窗口已于 {{since}} 关闭，现在不能发送。您可以暂存消息，待客户来信后发出。',
  consecutive_limit_reached:
    '客户未回复时最多连发 {{limit}} 条，已达上限。您可以暂存消息，待客户来信后发出。',
  too_many_held: '该客户暂存的消息已达 {{limit}} 条。请先取消几条，或等它们发出后再试。',
  not_cancellable: '消息已发出，无法再取消。',
  idempotency_key_reused: '此前已用其他内容提交过，请重试。',
  conflict: '与现有内容冲突。',
  payload_too_large: '内容过大。',
  attachment_too_large: '文件超出微信的大小限制。',
  unsupported_media_type: '不支持这种内容。',
  attachment_type_not_supported: '微信不支持这种文件。',
  delivery_refused: '仍无法接收。该推送会保留，直到可以接收或由您删除。',
  wechat_refused: '微信拒绝了此操作（代码 {{wechatCode}}）。请检查该公众号在微信的权限后重试。',
  too_many_requests: '操作过于频繁，请稍候再试。',
  internal: '系统出错。如再次发生，请联系管理员。',
  unavailable: '服务暂时不可用，内容未被接受，请几秒后重试。',
  network: '没有收到响应。请检查网络后重试，不会重复执行。',
  unreadable: '无法识别响应。请刷新页面后重试。',
} as const;

/** Why a message failed or was cancelled. */
export const delivery = {
  window_closed: '微信消息窗口已关闭。请暂存消息，待客户来信后发出。',
  consecutive_limit_reached: '客户来信前微信不再接收消息。请暂存消息，待客户来信后发出。',
  contact_unreachable: '客户已取消关注、拉黑账号或已注销。',
  wechat_refused: '微信拒绝了此消息，请修改后重新发送。',
  wechat_busy: '微信连续三次繁忙，请重新发送。',
  channel_misconfigured: '微信拒绝此渠道的调用，请管理员检查设置。',
  conversation_completed: '消息发出前会话已结束。',
  unavailable: '消息未被接受，也未发送，请重新发送。',
  not_accepted: '消息在发出前丢失：引擎恢复到了更早的状态。消息未发送，请重新发送。',
} as const;
