/**
 * Why an operator's wish is refused: all codes, with the facts that each one carries. The order of the checks and the
 * names of the facts: docs/rules.md#29.
 */

export type Refusal =
  | { readonly code: 'conversation_completed' }
  | { readonly code: 'attended_by_other'; readonly operatorId: string }
  | { readonly code: 'not_attended' }
  | { readonly code: 'window_closed'; readonly since: number }
  | { readonly code: 'consecutive_limit_reached'; readonly limit: number; readonly sent: number }
  | { readonly code: 'too_many_held'; readonly limit: number }
  | { readonly code: 'not_cancellable' }
  | { readonly code: 'no_bot' }
  | { readonly code: 'not_owner' }
  | { readonly code: 'not_offered' }
  | { readonly code: 'already_asked' }
  | { readonly code: 'not_reopenable'; readonly reason: ReopenObstacle };

/** Why a conversation cannot be reopened (docs/rules.md#46). */
export const REOPEN_OBSTACLES = [
  'not_completed',
  'not_completed_by_operator',
  'too_long_ago',
  'window_closed',
  'still_sending',
  'newer_conversation',
  'contact_wrote',
  'contact_left',
  'contact_blocked',
  'channel_closed',
] as const;
export type ReopenObstacle = (typeof REOPEN_OBSTACLES)[number];

export type RefusalCode = Refusal['code'];

/** One sentence for each code. The API's problem bodies, the console's hints and the docs use it. */
export const REFUSAL_SENTENCES: Readonly<Record<RefusalCode, string>> = {
  conversation_completed:
    'This conversation is completed: nothing can be sent or changed in it. The contact’s next message starts a new one.',
  attended_by_other:
    'Another operator is attending this conversation. Ask them to transfer it, or wait until it is free.',
  not_attended: 'No operator is attending this conversation. Attend it first.',
  window_closed:
    'The messaging window is closed, so nothing may be sent. Hold the message until the contact writes again.',
  consecutive_limit_reached:
    'The limit of messages without an answer has been reached. Wait for the contact to write, or hold the message until then.',
  too_many_held:
    'Too many messages are already held for this contact. Cancel some of them, or wait until they have been sent.',
  not_reopenable:
    'Only the contact’s newest conversation can be reopened: within 48 hours after an operator completed it, while the messaging window is open, and if the contact has not written since.',
  no_bot:
    'No bot can take this conversation: none took part in it, or the bot was deleted since. Answer the contact yourself.',
  not_owner:
    'The bot no longer has this conversation: a person attends it, or it is completed. Nothing was sent.',
  not_offered:
    'This conversation is not offered to you: the time to answer is over, or somebody else attends it or is asked now.',
  already_asked: 'The contact was asked to rate this conversation before, which is done once.',
  not_cancellable: 'Only a held message can be cancelled; this one is no longer held.',
};
