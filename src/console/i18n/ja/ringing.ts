export const ringing = {
  rings: '呼び出し中：{{number}} 件が待機中',
  silence: '呼び出し音を止める',
  hint: 'お客様が待っている間、誰かが対応するまで 1 つのタブで鳴ります。',
  sound: '音',
  soundRefused: 'このページをクリックするかキーを押すまで、ブラウザーは音を出しません。',
  notifications: 'ブラウザーの通知',
  notificationsDenied: 'ブラウザーがこのページの通知をブロックしています。サイトの設定で許可してください。',
  notificationsNeedHttps: 'ブラウザーは https のページの通知だけを表示します。',
  notification: '{{name}} さんが待っています',
  offered: '{{name}} さんからの呼び出しです',
  assigned: '{{name}} さんの担当になりました',
} as const;
