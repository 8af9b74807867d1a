export const privacy = {
  title: 'プライバシー',
  legalHold: '法的保全',
  legalHoldHint: '有効な間、このお客様のデータは消去できず、期限が来ても削除されません。',
  holdTitle: 'このお客様を法的保全の対象にしますか？',
  holdConfirm: '法的保全を開始',
  releaseTitle: '法的保全を終了しますか？',
  releaseConfirm: '終了する',
  reasonLogged: '理由（監査ログに残ります）',
  erase: '消去…',
  eraseTitle: 'このお客様のデータをすべて消去しますか？',
  eraseGoes:
    '完全に消えるもの：メッセージ、メモ、ファイル、下書き、名前、備考、タグ、OpenID、およびボットとウェブフックが保持している内容。進行中の会話は終了し、送信待ちのメッセージは取り消されます。',
  eraseStays:
    '残るもの：会話とメッセージの件数と日時、監査ログのこの記録。WeChat やウェブフックなど、すでに他者が受け取ったものは取り戻せません。バックアップ内のデータは、バックアップを削除するまで残ります。',
  eraseNew: '同じ人がまた連絡してきた場合は、新しいお客様として扱われます。',
  eraseConfirm: '完全に消去',
  eraseHeld: 'このお客様は法的保全の対象です。',
} as const;
