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
  enterSends: 'メッセージを送信',
  newLine: 'メッセージ内で改行',
  cannedMenu: '語の先頭で定型文を探す',
} as const;

/** What each shortcut does. */
export const shortcuts = {
  help: 'この一覧を表示',
  next: '次の会話',
  previous: '前の会話',
  reply: '返信を書く',
  note: 'メモを書く',
  attend: '会話に対応する',
  transfer: '会話を転送する',
  complete: '会話を完了する',
  search: '検索',
  silence: '呼び出し音を止める',
  alerts: '通知を開く',
  contact: 'お客様の情報の表示を切り替える',
  openMine: '一覧：自分の会話',
  openWaiting: '一覧：待機中',
  openMissed: '一覧：未対応',
  openCompleted: '一覧：完了',
  openAll: '一覧：すべて',
  attach: 'ファイルを添付',
  canned: '定型文',
  newest: '最新のメッセージへ移動',
} as const;
