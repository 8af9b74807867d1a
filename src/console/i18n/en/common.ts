export const common = {
  appName: 'Duihua',
  loading: 'Loading',
  failed: 'This could not be loaded',
  refused: 'You do not have access to this',
  tryAgain: 'Try again',
  requestId: 'Request {{requestId}}',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  copy: 'Copy {{what}}',
  copyShort: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying. Select the text and copy it yourself.',
  requestFailed: 'That did not work',
  notFoundTitle: 'Page not found',
  notFoundHint: 'The address may be old or mistyped.',
  toInbox: 'Go to the inbox',
  crashTitle: 'Something went wrong on this page',
  crashHint: 'Nothing you have sent is lost. Reload the page to continue.',
  reload: 'Reload',
} as const;

export const shell = {
  skip: 'Skip to content',
  navigation: 'Main',
  inbox: 'Inbox',
  setup: 'Setup',
  demo: 'Try it',
  leaveDemo: 'Console without the phone',
  account: 'Account of {{name}}',
  language: 'Language',
  appearance: 'Appearance',
  light: 'Light',
  dark: 'Dark',
  system: 'Same as system',
  shortcuts: 'Keyboard shortcuts',
  changePassword: 'Change password',
  signOut: 'Sign out',
  connectionLost: 'Connection lost. Trying again…',
} as const;

export const time = {
  hoursMinutes: '{{hours}} h {{minutes}} min',
  minutes: '{{minutes}} min',
  seconds: '{{seconds}} s',
} as const;

export const keyboard = {
  title: 'Keyboard shortcuts',
  singleKeys: 'Use single-key shortcuts',
  enterSends: 'Send the message',
  newLine: 'New line in the message',
  cannedMenu: 'Find a canned reply, at the start of a word',
} as const;

/** What each shortcut does. */
export const shortcuts = {
  help: 'Show this list',
  next: 'Next conversation',
  previous: 'Previous conversation',
  reply: 'Write a reply',
  note: 'Write a note',
  attend: 'Attend the conversation',
  transfer: 'Transfer the conversation',
  complete: 'Complete the conversation',
  search: 'Search',
  silence: 'Stop ringing',
  alerts: 'Open the alerts',
  contact: 'Show or hide the contact',
  openMine: 'List: Mine',
  openWaiting: 'List: Waiting',
  openMissed: 'List: Missed',
  openCompleted: 'List: Completed',
  openAll: 'List: All',
  attach: 'Attach files',
  canned: 'Canned replies',
  newest: 'Go to the newest message',
} as const;
