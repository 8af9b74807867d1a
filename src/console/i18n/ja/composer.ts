/** Files, typing and who else is here. */
export const composer = {
  files: '送信するファイル',
  uploading: '{{percent}} %',
  progress: '{{name}} のアップロード',
  cancelUpload: '{{name}} のアップロードを中止',
  removeFile: '{{name}} を外す',
  typeRefused:
    'WeChat はこの種類のファイルに対応していません。画像（JPEG、PNG）、音声（MP3、AMR）、動画（MP4）を送れます。',
  fileTooLarge: 'ファイルが大きすぎます。この種類の上限は {{limit}} です。',
  voiceTooLong: '音声が長すぎます。上限は {{seconds}} 秒です。',
  eachAlone: 'ファイルは 1 つずつ別のメッセージで送られます。',
  textAlone: 'WeChat ではファイルは単独で送られ、文章は続く別のメッセージになります。',
  typing: '{{names}} さんが入力中…',
  viewing: '{{names}} さんも表示中',
  emoji: '絵文字',
  attach: 'ファイルを添付',
  attachHint: 'ファイルを添付：JPEG、PNG、MP3、AMR、MP4',
  drop: 'ここにドロップして送信',
} as const;

/** Answers kept under a short word. */
export const canned = {
  title: '定型文',
  tooltip: '定型文：メッセージで / を入力',
  hint: 'メッセージで / と短縮語を入力すると使えます。',
  none: 'まだありません。',
  own: '自分だけ',
  add: '定型文を追加',
  edit: '/{{shortcut}} を変更',
  deleteOne: '/{{shortcut}} を削除',
  deleteTitle: '/{{shortcut}} を削除しますか？',
  delete: '削除',
  taken: 'この短縮語はすでに使われています。',
  shortcut: '短縮語',
  shortcutHint: 'スラッシュの後に入力する 1 語です。',
  shortcutRule: 'スラッシュを含まない 32 文字までの 1 語にしてください。',
  text: '本文',
  textRule: '本文を入力してください。',
  owner: '使う人',
  sharedBy: '{{name}} の全員',
  save: '保存',
} as const;
