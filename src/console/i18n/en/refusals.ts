/** Every code of the API and of the browser's own failures: what is wrong and what to do. */
export const problems = {
  invalid_request: 'Something in the request is not right.',
  unauthenticated: 'You are signed out. Sign in to go on.',
  forbidden: 'Your role does not allow this.',
  password_change_required: 'Choose a new password first.',
  not_found: 'It is not here any more, or it belongs to a brand that you are not a member of.',
  conversation_completed: 'This conversation is completed. The contact’s next message starts a new one.',
  attended_by_other: '{{name}} attends this conversation. Ask them to transfer it to you.',
  not_attended: 'Nobody attends this conversation. Attend it first.',
  window_closed:
    'The messaging window has been closed since {{since}}, so nothing may be sent. You can hold the message until the contact writes.',
  consecutive_limit_reached:
    'The limit of {{limit}} messages without an answer is reached. You can hold the message until the contact writes.',
  too_many_held:
    'Too many messages are held for this contact ({{limit}}). Cancel some, or wait until they have left.',
  not_cancellable: 'This message has left already: it can’t be cancelled any more.',
  idempotency_key_reused: 'This was sent before with other content. Try again.',
  conflict: 'This does not go with what is there now.',
  payload_too_large: 'That is too large.',
  attachment_too_large: 'The file is too large for WeChat.',
  unsupported_media_type: 'The desk does not take this kind of content.',
  attachment_type_not_supported: 'WeChat does not take this kind of file.',
  delivery_refused: 'It still cannot be taken. It stays here until it can, or until you delete it.',
  wechat_refused:
    'WeChat refused this (code {{wechatCode}}). Check the channel’s permissions in WeChat, then try again.',
  too_many_requests: 'That was too often. Wait a moment and try again.',
  internal: 'Something went wrong on our side. If it happens again, tell an administrator.',
  unavailable:
    'The desk cannot be reached at the moment, and nothing was accepted. Try again in a few seconds.',
  network: 'No answer came. Check the connection and try again: nothing is done twice.',
  unreadable: 'The answer could not be understood. Reload the page and try again.',
} as const;

/** Why a message failed or was cancelled. */
export const delivery = {
  window_closed: 'WeChat’s messaging window was closed. Hold the message until the contact writes.',
  consecutive_limit_reached: 'WeChat takes no more until the contact writes. Hold the message until then.',
  contact_unreachable: 'The contact has unfollowed or blocked the account, or is gone.',
  wechat_refused: 'WeChat refused this message. Change it and send it again.',
  wechat_busy: 'WeChat was too busy, three times in a row. Send it again.',
  channel_misconfigured: 'WeChat refuses calls of this channel. An administrator has to check its set-up.',
  conversation_completed: 'The conversation was completed before this could leave.',
  unavailable: 'It could not be accepted and was not sent. Send it again.',
  not_accepted:
    'It was lost before it could leave: the engine was restored to an earlier state. It was not sent. Send it again.',
} as const;
