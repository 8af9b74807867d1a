export const contacts = {
  title: 'お客様',
  hint: '公式アカウントにメッセージを送った、またはフォローしているすべてのお客様です。',
  search: '名前、備考名、タグを検索',
  channel: 'チャネル',
  subscribed: 'フォローの有無',
  subscribed_true: 'フォロー中',
  subscribed_false: '未フォロー',
  blocked: 'ブロックの有無',
  blocked_true: 'ブロック中',
  blocked_false: 'ブロックなし',
  open: '会話を開く',
  noConversation: 'このお客様との会話はまだありません。',
  empty: 'お客様が見つかりません',
  emptyHint: '検索語または絞り込みの条件を変更してください。',
} as const;

export const tags = {
  hint: 'すべてのブランドのお客様と会話のタグです。変更はすぐに全体へ反映されます。',
  empty: 'タグはまだありません',
  emptyHint: 'タグはお客様に追加できるほか、複数の会話にまとめて追加できます。',
  uses: 'お客様：{{contacts}} · 会話：{{conversations}}',
  rename: '名前を変更',
  renameTitle: '「{{tag}}」の名前を変更',
  mergeHint: '同じ名前のタグがある場合は、1 つに統合されます。',
  delete: '削除',
  deleteTitle: 'タグ「{{tag}}」を削除しますか？',
  deleteHint: 'お客様 {{contacts}} 人と会話 {{conversations}} 件から削除されます。元に戻せません。',
} as const;
