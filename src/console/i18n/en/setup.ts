export const setup = {
  channels: 'Channels',
  bots: 'Bots',
  brands: 'Brands',
  groups: 'Groups',
  tags: 'Tags',
  operators: 'Operators',
  macros: 'Macros',
  tokens: 'API tokens',
  webhooks: 'Webhooks',
  rejected: 'Rejected deliveries',
  audit: 'Audit log',
} as const;

export const forms = {
  name: 'Name',
  save: 'Save',
  saved: 'Saved.',
  change: 'Edit',
  more: 'Show more',
  moreFor: 'More actions for {{name}}',
  keptIt: 'I have saved it',
  removeSecret: 'Remove',
  keepSecret: 'Keep',
  secretRemoved: 'Will be removed when you save.',
  lookAtFields: 'Check the marked fields. Nothing you entered is lost.',
  leaveTitle: 'Leave without saving?',
  leaveHint: 'Your changes on this page will be lost.',
  leave: 'Leave',
  stay: 'Stay here',
  unitOf: 'Unit of {{what}}',
  unit_seconds: 'seconds',
  unit_minutes: 'minutes',
  unit_hours: 'hours',
  unit_days: 'days',
  amount_seconds: '{{count}} s',
  amount_minutes: '{{count}} min',
  amount_hours: '{{count}} h',
  'amount_days|one': '{{count}} day',
  'amount_days|other': '{{count}} days',
  between: 'From {{min}} to {{max}}.',
  rangeAndDefault: 'From {{min}} to {{max}}; the default is {{standard}}.',
} as const;

export const fieldProblems = {
  currentPassword: 'This is not your current password.',
  code: 'This code is wrong or was already used.',
  name: 'Enter 1 to 100 characters on one line.',
  tag: 'Enter 1 to 30 characters on one line.',
  email: 'Enter a full email address, such as li@example.com.',
  password: 'This password is too easy to guess. Choose a longer or less common one.',
  originalId: 'Starts with gh_, followed by letters, digits or _.',
  appId: 'Starts with wx, followed by 16 letters or digits.',
  appSecret: 'Paste the AppSecret without spaces.',
  token: 'Enter 3 to 32 letters or digits.',
  encodingAesKey: 'Enter 43 letters or digits. Required in compatible and safe mode.',
  scene: 'Enter 1 to 64 characters on one line.',
  url: 'Enter a link that starts with http:// or https://.',
  pictureUrl: 'Enter a link that starts with http:// or https://.',
  text: 'The text is too long, or has characters that WeChat does not accept.',
  textUpTo: 'The text is longer than {{limit}} characters, or has some that WeChat does not accept.',
} as const;

export const conflicts = {
  password_wrong: 'The current password is wrong.',
  password_unchanged: 'The new password must differ from the current one.',
  password_guessed: 'This password is too easy to guess. Choose a longer or less common one.',
  password_sign_in_off: 'Passwords are switched off here. Sign in with your company account.',
  code_wrong: 'The code is wrong or was already used. Wait for the next one.',
  no_password: 'You sign in without a password, so there is nothing to protect with a second factor.',
  two_factor_on: 'Two-factor sign-in is already on. Turn it off before you set up another app.',
  two_factor_off: 'Two-factor sign-in is not on.',
  provider_away:
    'Your company’s sign-in does not answer at the moment. Try again in a minute, or use your password.',
  provider_denied: 'Your company’s sign-in did not let you in, or you cancelled.',
  provider_invalid:
    'The answer of your company’s sign-in could not be verified. Try again; if it happens again, tell an administrator.',
  sign_in_expired:
    'This sign-in took too long, was already used, or was begun in another browser. Begin again.',
  email_unverified:
    'Your company’s sign-in does not confirm that your email address is yours. Ask an administrator.',
  domain_not_allowed: 'Email addresses of your domain may not sign in here.',
  no_account: 'Nobody with your email address has an account here. Ask an administrator to add you.',
  linked_to_other:
    'The account with your email address belongs to another company account. Ask an administrator.',
  disabled: 'Your account here is disabled.',
  email_taken: 'Another operator already uses this email address.',
  name_taken: 'Another group of this brand already has this name.',
  last_administrator:
    'This is the last administrator who can sign in. Make another operator an administrator first.',
  has_password:
    'This operator has already set a password. They can sign in, or you can set a new password for them.',
  scene_taken:
    'This channel already has a QR code with this scene, so scans could not be told apart. Choose another scene.',
  not_live: 'The channel is not live. Complete its account details, or enable it.',
  no_qr_codes: 'A mini program has no QR codes of its own here.',
  no_remark: 'WeChat keeps no remarks about people who use a mini program. Give the contact a name instead.',
  no_such_greeting: 'This kind of channel cannot greet on that occasion.',
  permanent: 'A permanent QR code does not expire and cannot be renewed.',
  too_many: 'This account has used all 100,000 permanent QR codes that WeChat allows.',
  has_account: 'This channel already has an account. Delete the channel, or change its account details.',
  macro_running: 'This macro is still running in this conversation. Wait a moment, then try again.',
  reply_not_sent: 'The reply was accepted but not sent.',
  acceptance_unknown:
    "We couldn't confirm that your message was saved. Send the same text again; the contact gets it only once.",
  unconfirmed:
    'This was not confirmed in time; it may have taken effect. Reload the page before you try again.',
} as const;

export const account = {
  title: 'Your account',
  who: 'Your details',
  whoHint: 'Only an administrator can change these, under Setup.',
  signIn: 'Signing in',
  signInHint: 'A new password signs you out everywhere else.',
  everywhere: 'Sign out everywhere',
  everywhereTitle: 'Sign out everywhere?',
  everywhereHint: 'All your sessions end at once, including this one. API tokens are not affected.',
  tokens: 'Your API tokens',
  tokensHint: 'With these tokens, programs can act on your behalf. Administrators create and revoke them.',
} as const;
