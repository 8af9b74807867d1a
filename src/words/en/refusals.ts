/** For every code of the API, and of failures in the browser: what is wrong, and what to do. */
export const problems = {
  invalid_request: 'Something in the request is not valid.',
  unauthenticated: 'You are signed out. Sign in to continue.',
  forbidden: 'Your role does not allow this.',
  insufficient_scope: 'This token does not have the permission that this needs.',
  password_change_required: 'Choose a new password first.',
  two_factor_required: 'Enter the code of your authenticator app.',
  two_factor_setup_required: 'Set up two-factor sign-in first.',
  not_found: 'It no longer exists, or belongs to a brand that you are not a member of.',
  kind_not_supported: 'This channel cannot send messages of this kind.',
  conversation_completed: 'This conversation is completed. The contact’s next message starts a new one.',
  attended_by_other: 'This conversation is assigned to {{name}}. Ask them to transfer it to you.',
  not_attended: 'This conversation is unassigned. Attend it first.',
  window_closed:
    'The messaging window closed {{since}}. “Send when they reply” sends your message when the contact writes.',
  consecutive_limit_reached:
    'You have reached the limit of {{limit}} messages in a row. “Send when they reply” sends your message when the contact writes.',
  too_many_held:
    'Already {{limit}} messages wait for this contact’s reply. Cancel some, or wait until they are sent.',
  not_reopenable: 'This conversation cannot be reopened.',
  no_bot: 'No bot can take this conversation: none took part in it, or it was deleted since.',
  not_owner: 'The bot no longer has this conversation, so nothing was sent.',
  not_offered: 'This conversation is no longer offered to you.',
  already_asked: 'The contact was already asked to rate this conversation, which is done once.',
  reply_url_used: 'This address was already used.',
  not_cancellable: 'Only a message that is still waiting can be cancelled, and this one no longer is.',
  idempotency_key_reused: 'This was already sent with different content. Try again.',
  conflict: 'This conflicts with the current state.',
  payload_too_large: 'This is too large.',
  attachment_too_large: 'The file is too large for WeChat.',
  unsupported_media_type: 'This type of content is not supported.',
  attachment_type_not_supported: 'WeChat does not accept this type of file.',
  legal_hold: 'The contact is under legal hold: end it first.',
  delivery_refused: 'It still cannot be accepted. It stays here until it can, or until you delete it.',
  wechat_refused: 'WeChat refused this (code {{wechatCode}}).',
  too_many_requests: 'Too many attempts. Wait a moment and try again.',
  internal: 'Something went wrong on the server. If it happens again, tell an administrator.',
  unavailable: 'Duihua is not available at the moment, and nothing was accepted. Try again in a few seconds.',
  network:
    'The server didn’t respond. Check your connection, and check whether your change was saved before you try again.',
  unreadable: 'The server’s answer could not be read. Reload the page and try again.',
} as const;

/** Why a completed conversation cannot be reopened. */
export const reopenObstacles = {
  not_completed: 'This conversation is still open.',
  not_completed_by_operator: 'Only a conversation that an operator has completed can be reopened.',
  too_long_ago: 'A conversation can be reopened for 48 hours after it was completed.',
  window_closed: 'The messaging window is closed. Wait for the contact to write.',
  still_sending: 'A message is still on its way. Try again when it has been sent.',
  newer_conversation: 'This contact has a newer conversation. Continue there.',
  contact_wrote: 'The contact has written since. Continue with their new message.',
  contact_left: 'The contact no longer follows the account.',
  contact_blocked: 'The contact is blocked.',
  channel_closed: 'The channel is disabled or deleted.',
} as const;

/** Why a message failed or was cancelled. */
export const delivery = {
  window_closed: 'The messaging window had closed. Edit the message and choose “Send when they reply”.',
  consecutive_limit_reached:
    'The limit of messages in a row was reached. Edit the message and choose “Send when they reply”.',
  contact_unreachable: 'The contact has unfollowed or blocked the account, or no longer exists.',
  wechat_refused: 'WeChat refused this message. Change it and send it again.',
  wechat_busy: 'WeChat was busy three times in a row. Send it again.',
  channel_misconfigured: 'WeChat refuses calls from this channel. An administrator must check its setup.',
  conversation_completed: 'The conversation was completed before this could be sent.',
  unavailable: 'It was not accepted and was not sent. Send it again.',
  not_accepted:
    'It was accepted by mistake, or lost before it could be sent. It was not sent. Send it again.',
  handed_over: 'A person has the conversation now, so the bot’s message was not sent.',
  not_asked_for: 'The contact wrote something else instead of asking for the rest of the bot’s answer.',
  contact_replied: 'The contact wrote before this scheduled message was due.',
} as const;
