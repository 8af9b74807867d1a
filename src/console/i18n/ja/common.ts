export const common = {
  appName: '対話',
  loading: '読み込み中',
  failed: '読み込めませんでした',
  refused: '表示する権限がありません',
  tryAgain: '再試行',
  requestId: 'リクエスト {{requestId}}',
  cancel: 'キャンセル',
  close: '閉じる',
  back: '戻る',
  copy: '{{what}}をコピー',
  copyShort: 'コピー',
  copied: 'コピーしました',
  copyFailed: 'ブラウザーがコピーを許可しませんでした。テキストを選択して手動でコピーしてください。',
  requestFailed: '操作できませんでした',
  notFoundTitle: 'ページが見つかりません',
  notFoundHint: 'アドレスが古いか、間違っている可能性があります。',
  toInbox: '受信トレイへ',
  crashTitle: 'ページでエラーが発生しました',
  crashHint: '送信済みの内容は失われません。再読み込みして続けてください。',
  reload: '再読み込み',
} as const;

export const shell = {
  skip: 'コンテンツへ移動',
  navigation: 'メイン',
  inbox: '受信トレイ',
  contacts: '連絡先',
  setup: '設定',
  demo: '体験',
  leaveDemo: 'コンソールだけを見る',
  account: '{{name}} のアカウント',
  language: '言語',
  appearance: '外観',
  light: 'ライト',
  dark: 'ダーク',
  system: 'システムに合わせる',
  shortcuts: 'キーボードショートカット',
  changePassword: 'パスワードを変更',
  signOut: 'サインアウト',
  connectionLost: '接続が切れました。再接続しています…',
} as const;

export const time = {
  hoursMinutes: '{{hours}} 時間 {{minutes}} 分',
  minutes: '{{minutes}} 分',
  seconds: '{{seconds}} 秒',
} as const;

export const keyboard = {
  title: 'キーボードショートカット',
  singleKeys: '1 キーのショートカットを使う',
  group_everywhere: 'どの画面でも',
  group_lists: '一覧',
  group_conversation: '会話',
  group_writing: '入力中',
} as const;

/** What each shortcut does. */
export const shortcuts = {
  palette: '操作・画面・定型文をまとめて検索',
  help: 'すべてのキーを表示',
  next: '次の会話',
  previous: '前の会話',
  nextWaiting: '次の待機中の会話',
  reply: '返信を書く',
  note: 'メモを書く',
  attend: '会話に対応する',
  transfer: '会話を転送する',
  complete: '会話を完了する（10 秒以内なら取り消せます）',
  undoComplete: '完了を取り消す',
  search: '検索',
  silence: '呼び出し音を止める',
  alerts: '通知を開く',
  contact: 'お客様の情報の表示を切り替える',
  openMine: '一覧：自分の会話',
  openWaiting: '一覧：待機中',
  openMissed: '一覧：未対応',
  openCompleted: '一覧：完了',
  openAll: '一覧：すべて',
  openNeedsLook: '一覧：要確認',
  clearSelection: '選択を解除',
  attach: 'ファイルを添付',
  canned: '定型文',
  newest: '最新のメッセージへ移動',
  send: 'メッセージを送信',
  sendNext: '送信して、次の未返信の会話を開く',
  hold: '返信が来たら送信',
  newLine: 'メッセージ内で改行',
  cannedMenu: '語の先頭で定型文を探す',
  leave: '入力欄から出る',
} as const;

/** The list behind Ctrl+K. */
export const palette = {
  title: 'コマンドパレット',
  placeholder: '操作、画面、定型文、設定を入力…',
  group_action: '操作',
  group_page: '画面',
  group_canned: '定型文',
  group_setting: '設定',
  searchAll: 'すべての会話で「{{words}}」を検索',
  singleKeysOn: '1 キーのショートカットを有効にする',
  singleKeysOff: '1 キーのショートカットを無効にする',
} as const;

/** Conversations that are completed in a few seconds. */
export const completing = {
  begun: '{{name}} さんとの会話を 10 秒後に完了します。{{key}} で取り消せます。',
  soon: '{{name}} さんとの会話を {{seconds}} 秒後に完了します',
  now: '{{name}} さんとの会話を完了しています…',
  undo: '取り消す',
  notCompleted: '{{name}} さんとの会話は完了していません',
  wrote: 'お客様から新しいメッセージが届きました。',
  interrupted: '完了する前に画面が閉じられました。',
  open: '開く',
} as const;
