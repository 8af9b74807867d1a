/** For every code of the API, and of failures in the browser: what is wrong, and what to do. */
export const problems = {
  invalid_request: '请求内容有误。',
  unauthenticated: '您已退出登录，请登录后继续。',
  forbidden: '您的角色无权进行此操作。',
  password_change_required: '请先设置新密码。',
  not_found: '内容已不存在，或属于您未加入的品牌。',
  conversation_completed: '会话已结束。客户的下一条消息会开始新会话。',
  attended_by_other: '{{name}}正在接待此会话，请对方转接给您。',
  not_attended: '暂无人接待此会话，请先接待。',
  window_closed: '消息窗口已于 {{since}} 关闭。可选择“自动在客户回复后发出”，客户发来消息后即会发出。',
  consecutive_limit_reached:
    '已达到连发 {{limit}} 条消息的上限。可选择“自动在客户回复后发出”，客户发来消息后即会发出。',
  too_many_held: '已有 {{limit}} 条消息等待此客户回复后发出。请取消几条，或等它们发出。',
  not_reopenable: '此会话无法重新打开。',
  no_bot: '没有机器人可以接手此会话：没有机器人参与过，或机器人已被删除。',
  not_owner: '此会话已不由机器人接待，未发送任何内容。',
  not_offered: '此会话已不再分配给您。',
  reply_url_used: '此地址已被使用过。',
  not_cancellable: '只能取消等待发出的消息，此消息已不在等待。',
  idempotency_key_reused: '此前已用不同的内容发送。请重试。',
  conflict: '与当前状态冲突。',
  payload_too_large: '内容太大。',
  attachment_too_large: '文件超出微信的大小上限。',
  unsupported_media_type: '不支持此类内容。',
  attachment_type_not_supported: '微信不支持此类文件。',
  delivery_refused: '仍无法接收。它会保留在这里，直到可以接收，或由您删除。',
  wechat_refused: '微信拒绝了此操作（错误码 {{wechatCode}}）。',
  too_many_requests: '尝试次数过多，请稍候再试。',
  internal: '服务器出错。如再次发生，请告知管理员。',
  unavailable: '系统暂时无法接受，内容未被接受。请几秒后重试。',
  network: '服务器没有响应。请检查网络，并确认更改是否已保存，再重试。',
  unreadable: '无法识别服务器的应答。请重新加载页面后重试。',
} as const;

/** Why a completed conversation cannot be reopened. */
export const reopenObstacles = {
  not_completed: '此会话尚未结束。',
  not_completed_by_operator: '只有由客服结束的会话才能重新打开。',
  too_long_ago: '会话结束超过 48 小时，无法重新打开。',
  window_closed: '消息窗口已关闭，请等待客户发来消息。',
  still_sending: '仍有消息正在发送，请在发送完成后重试。',
  newer_conversation: '该客户已有更新的会话，请在新会话中继续。',
  contact_wrote: '客户之后又发来了消息，请从新消息继续。',
  contact_left: '客户已取消关注。',
  contact_blocked: '客户已被拉黑。',
  channel_closed: '渠道已停用或删除。',
} as const;

/** Why a message failed or was cancelled. */
export const delivery = {
  window_closed: '消息窗口当时已关闭。请编辑消息，并选择“自动在客户回复后发出”。',
  consecutive_limit_reached: '已达到连发消息的上限。请编辑消息，并选择“自动在客户回复后发出”。',
  contact_unreachable: '客户已取消关注、拉黑公众号，或已注销。',
  wechat_refused: '微信拒绝了此消息。请修改后重新发送。',
  wechat_busy: '微信连续三次繁忙。请重新发送。',
  channel_misconfigured: '微信拒绝此渠道的调用，请管理员检查设置。',
  conversation_completed: '消息发出前会话已结束。',
  unavailable: '消息未被接受，也未发送。请重新发送。',
  not_accepted: '消息被误受理，或在发出前丢失，因此没有发出。请重新发送。',
  handed_over: '会话已转给人工，机器人的消息未发送。',
  not_asked_for: '客户发来了别的内容，没有查看机器人回答的余下部分。',
  contact_replied: '定时消息尚未到时间，客户已先来信，因此未发送。',
} as const;
