/** Files, typing, and who else is here. */
export const composer = {
  files: 'Files to send',
  uploading: '{{percent}} %',
  progress: 'Uploading {{name}}',
  cancelUpload: 'Cancel the upload of {{name}}',
  removeFile: 'Remove {{name}}',
  typeRefused:
    'WeChat does not accept this type of file. It accepts pictures (JPEG, PNG), voice (MP3, AMR) and video (MP4).',
  fileTooLarge: 'The file is too large: WeChat’s limit for this type is {{limit}}.',
  voiceTooLong: 'The voice message is too long: WeChat’s limit is {{seconds}} seconds.',
  eachAlone: 'Each file is sent as a separate message.',
  textAlone: 'WeChat sends files without text. Your text follows as a separate message.',
  typing: 'Typing: {{names}}',
  viewing: 'Also here: {{names}}',
  emoji: 'Emoji',
  attach: 'Attach files',
  attachHint: 'Attach files: JPEG or PNG, MP3 or AMR, MP4',
  drop: 'Drop files to send them',
} as const;

/** Replies stored under a shortcut. */
export const canned = {
  title: 'Canned replies',
  tooltip: 'Canned replies: type / in the message',
  hint: 'To use one, type / and its shortcut in a message.',
  none: 'No canned replies yet.',
  own: 'Only you',
  add: 'Create a canned reply',
  edit: 'Edit /{{shortcut}}',
  deleteOne: 'Delete /{{shortcut}}',
  deleteTitle: 'Delete /{{shortcut}}?',
  delete: 'Delete',
  taken: 'Another canned reply has this shortcut.',
  shortcut: 'Shortcut',
  shortcutHint: 'One word, typed after the slash.',
  shortcutRule: 'One word, up to 32 characters, without a slash.',
  text: 'Text',
  textRule: 'Enter a text.',
  owner: 'Who can use it',
  sharedBy: 'Everyone in {{name}}',
  save: 'Save',
} as const;

/** The forms of menu messages and articles. */
export const cards = {
  more: 'Menu message or article',
  menu: 'Menu message',
  article: 'Article',
  title: 'Title',
  titleMissing: 'Enter a title.',
  description: 'Description',
  url: 'Link',
  urlHint: 'The page that opens when the contact taps the article.',
  pictureUrl: 'Picture link',
  pictureUrlHint: 'Shown beside the title. Optional.',
  head: 'Text above the options',
  items: 'Options to tap, up to {{most}}',
  item: 'Option {{number}}',
  itemMissing: 'Enter a text.',
  addItem: 'Add an option',
  removeItem: 'Remove option {{number}}',
  itemTooLong: 'An option can have up to {{limit}} bytes.',
  tail: 'Text below the options',
  menuHint:
    'The conversation shows what the contact taps. A tap lets you send a few more messages within one minute. It does not extend the 48-hour window.',
} as const;
