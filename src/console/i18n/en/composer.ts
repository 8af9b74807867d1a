/** Files, typing and who else is here. */
export const composer = {
  files: 'Files to be sent',
  uploading: '{{percent}} %',
  progress: 'Upload of {{name}}',
  cancelUpload: 'Cancel the upload of {{name}}',
  removeFile: 'Remove {{name}}',
  typeRefused:
    'WeChat does not take this kind of file. It takes pictures (JPEG, PNG), voices (MP3, AMR) and videos (MP4).',
  fileTooLarge: 'The file is too large: WeChat takes {{limit}} of this kind.',
  voiceTooLong: 'The voice is too long: WeChat takes {{seconds}} seconds.',
  eachAlone: 'Each file is sent as a message of its own.',
  textAlone: 'WeChat sends files alone: the text follows as a message of its own.',
  typing: '{{names}}: typing…',
  viewing: '{{names}}: here too',
  emoji: 'Emoji',
  attach: 'Attach files',
  attachHint: 'Attach files: JPEG or PNG, MP3 or AMR, MP4',
  drop: 'Drop files to send them',
} as const;

/** Answers kept under a short word. */
export const canned = {
  title: 'Canned replies',
  tooltip: 'Canned replies: type / in the message',
  hint: 'Type / and the shortcut in a message to use one.',
  none: 'There is none yet.',
  own: 'only you',
  add: 'Add a canned reply',
  edit: 'Change /{{shortcut}}',
  deleteOne: 'Delete /{{shortcut}}',
  deleteTitle: 'Delete /{{shortcut}}?',
  delete: 'Delete',
  taken: 'There is a canned reply under this shortcut already.',
  shortcut: 'Shortcut',
  shortcutHint: 'One word, to be typed after the slash.',
  shortcutRule: 'One word of up to 32 characters, without a slash.',
  text: 'Text',
  textRule: 'Write the text.',
  owner: 'Who uses it',
  sharedBy: 'all of {{name}}',
  save: 'Save',
} as const;

/** Forms of messages that are more than a text. */
export const cards = {
  more: 'Menu message or article',
  menu: 'Menu message',
  article: 'Article',
  title: 'Title',
  titleMissing: 'Write a title.',
  description: 'Description',
  url: 'Address',
  urlHint: 'The page that a tap opens.',
  pictureUrl: 'Address of the picture',
  pictureUrlHint: 'Shown beside the title; may be left out.',
  head: 'Text above the lines',
  items: 'Lines to be tapped, up to {{most}}',
  item: 'Line {{number}}',
  itemMissing: 'Write a text.',
  addItem: 'Add a line',
  removeItem: 'Remove line {{number}}',
  itemTooLong: 'A line has at most {{limit}} bytes.',
  tail: 'Text below the lines',
  menuHint:
    'A tap is shown in the conversation. It allows a few messages within a minute, and leaves the 48 hours as they are.',
} as const;
