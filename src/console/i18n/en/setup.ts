export const setup = {
  channels: 'Channels',
  brands: 'Brands',
  operators: 'Operators',
  tokens: 'API tokens',
  rejected: 'Refused deliveries',
  audit: 'Audit log',
} as const;

export const forms = {
  name: 'Name',
  save: 'Save',
  saved: 'Saved.',
  change: 'Change',
  more: 'Show more',
  moreFor: 'More for {{name}}',
  keptIt: 'I have kept it',
  lookAtFields: 'Something is not right yet: see the marked fields. What you typed is kept.',
  leaveTitle: 'Leave without saving?',
  leaveHint: 'What you changed here would be lost.',
  leave: 'Leave',
  stay: 'Stay here',
  unitOf: 'Unit of: {{what}}',
  unit_seconds: 'seconds',
  unit_minutes: 'minutes',
  unit_hours: 'hours',
  unit_days: 'days',
  amount_seconds: '{{number}} s',
  amount_minutes: '{{number}} min',
  amount_hours: '{{number}} h',
  amount_days: '{{number}} days',
  between: 'From {{min}} to {{max}}.',
  rangeAndDefault: 'From {{min}} to {{max}}; the default is {{standard}}.',
} as const;

export const fieldProblems = {
  name: '1 to 100 characters in one line.',
  email: 'A full e-mail address, such as li@example.com.',
  password: 'This password is guessed too easily. Choose a longer or odder one.',
  originalId: 'It begins with gh_, followed by letters, digits or _.',
  appId: 'It is wx followed by 16 letters and digits.',
  appSecret: 'Paste the AppSecret without spaces.',
  token: '3 to 32 letters and digits.',
  encodingAesKey: 'Exactly 43 letters and digits; compatible and safe mode need it.',
  scene: '1 to 64 characters in one line.',
  url: 'An address that begins with http:// or https://',
  pictureUrl: 'An address that begins with http:// or https://',
  text: 'The text is too long, or holds characters that WeChat does not take.',
  textUpTo: 'The text is longer than {{limit}} characters, or holds some that WeChat does not take.',
} as const;

export const conflicts = {
  email_taken: 'Another operator has this e-mail address.',
  last_administrator:
    'This is the last administrator who can sign in: without one nobody could manage the desk. Make somebody else an administrator first.',
  has_password:
    'This operator has set a password already: they can sign in, or you set another password for them.',
  scene_taken:
    'The channel has a code with this scene already, and scans could not be told apart. Choose another scene.',
  not_live: 'The channel is not live: complete its account details, or enable it.',
  permanent: 'A permanent code does not expire and cannot be renewed.',
  too_many: 'WeChat allows 100,000 permanent codes for an account, and they are used up.',
} as const;

export const account = {
  title: 'Your account',
  who: 'Who you are',
  whoHint: 'An administrator can change this under Set-up.',
  signIn: 'Signing in',
  signInHint: 'A new password ends all your other sessions.',
  everywhere: 'Sign out everywhere',
  everywhereTitle: 'Sign out everywhere?',
  everywhereHint: 'All your sessions end at once, this one too. API tokens stay as they are.',
  tokens: 'Your API tokens',
  tokensHint: 'With these, programs act in your name. Administrators make and revoke them.',
} as const;
