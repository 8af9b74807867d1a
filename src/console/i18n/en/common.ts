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
  contacts: 'Contacts',
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
  group_everywhere: 'Everywhere',
  group_lists: 'Lists',
  group_conversation: 'In a conversation',
  group_writing: 'While writing',
} as const;

/** What each shortcut does. */
export const shortcuts = {
  palette: 'Find anything: actions, pages, canned replies',
  help: 'Show all keys',
  next: 'Next conversation',
  previous: 'Previous conversation',
  nextWaiting: 'Next waiting conversation',
  reply: 'Write a reply',
  note: 'Write a note',
  attend: 'Attend the conversation',
  transfer: 'Transfer the conversation',
  complete: 'Complete the conversation (10 s to undo)',
  undoComplete: 'Undo completing',
  search: 'Search',
  silence: 'Stop ringing',
  alerts: 'Open the alerts',
  contact: 'Show or hide the contact',
  openMine: 'List: Mine',
  openWaiting: 'List: Waiting',
  openMissed: 'List: Missed',
  openCompleted: 'List: Completed',
  openAll: 'List: All',
  openNeedsLook: 'List: Needs a look',
  clearSelection: 'Clear the selection',
  attach: 'Attach files',
  canned: 'Canned replies',
  newest: 'Go to the newest message',
  previousHit: 'Previous hit of the search',
  nextHit: 'Next hit of the search',
  send: 'Send the message',
  sendNext: 'Send, and open the next unanswered conversation',
  hold: 'Send when they reply',
  newLine: 'New line in the message',
  cannedMenu: 'Find a canned reply, at the start of a word',
  leave: 'Leave the message field',
} as const;

/** The list behind Ctrl+K. */
export const palette = {
  title: 'Command palette',
  placeholder: 'Type an action, a page, a canned reply or a setting…',
  group_action: 'Actions',
  group_page: 'Pages',
  group_canned: 'Canned replies',
  group_setting: 'Settings',
  searchAll: 'Search all conversations for “{{words}}”',
  singleKeysOn: 'Switch single-key shortcuts on',
  singleKeysOff: 'Switch single-key shortcuts off',
} as const;

/** Conversations that are completed in a few seconds. */
export const completing = {
  begun: '{{name}}: completing in 10 seconds. Press {{key}} to undo.',
  soon: 'Completing the conversation with {{name}} in {{seconds}} s',
  now: 'Completing the conversation with {{name}}…',
  undo: 'Undo',
  notCompleted: 'The conversation with {{name}} was not completed',
  wrote: 'The contact has written again.',
  interrupted: 'The page was closed before it could be completed.',
  open: 'Open',
} as const;
