export const common = {
  appName: 'Duihua',
  loading: 'Loading',
  failed: 'This could not be loaded',
  refused: 'You cannot see this',
  tryAgain: 'Try again',
  requestId: 'Request {{requestId}}',
  cancel: 'Cancel',
  close: 'Close',
  back: 'Back',
  copy: 'Copy {{what}}',
  copyShort: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser did not let us copy. Select the text and copy it by hand.',
  requestFailed: 'That did not work',
  notFoundTitle: 'There is no such page',
  notFoundHint: 'The address may be old, or mistyped.',
  toInbox: 'Go to the inbox',
  crashTitle: 'This page ran into an error',
  crashHint: 'Nothing that you sent is lost. Reload the page to go on.',
  reload: 'Reload',
} as const;

export const shell = {
  skip: 'Skip to the content',
  navigation: 'Main',
  inbox: 'Inbox',
  setup: 'Set-up',
  demo: 'Try it',
  leaveDemo: 'Console without the phone',
  account: 'Account of {{name}}',
  language: 'Language',
  appearance: 'Appearance',
  light: 'Light',
  dark: 'Dark',
  system: 'As the system',
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
  singleKeys: 'Use single keys',
  enterSends: 'Send the message',
  newLine: 'New line in the message',
  cannedMenu: 'Find a canned reply, at the beginning of a word',
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
  silence: 'Silence the bell',
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
