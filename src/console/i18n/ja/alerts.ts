export const alerts = {
  title: '通知',
  unseen: '通知：新着 {{number}} 件',
  none: '新しい通知はありません',
  noneHint: '担当中の会話の新着メッセージ、転送、メンションがここに表示されます。',
  seeAll: 'すべて既読にする',
  mention: '{{name}} さんがあなたをメンションしました',
  transfer: '{{name}} さんから転送されました',
  transferByNobody: '会話が転送されました',
  new_message: '新着メッセージ：{{number}} 件',
  returned: '会話が待機中に戻りました',
  isNew: '新着',
  settings: '音とデスクトップ通知',
  about: '通知する内容',
  aboutMessages: '担当中の会話の新着メッセージ',
  aboutTransfers: '転送',
  aboutMentions: 'メンション',
  push: 'ページを閉じていてもこの端末に通知する',
  pushHint: 'ブランド名と通知の種類だけが表示されます。',
  pushUnavailable: 'このブラウザーでは、ページを閉じると通知を受け取れません。',
} as const;

export const pushes = {
  mention: 'メンションされました',
  transfer: '会話が転送されました',
  new_message: '担当中の会話に新着メッセージがあります',
  returned: '会話が待機中に戻りました',
} as const;
