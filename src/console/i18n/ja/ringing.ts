export const ringing = {
  title: '呼び出し',
  rings: '呼び出し中：{{number}} 件が待機中',
  silence: '呼び出し音を止める',
  hint: 'お客様が待っている間、誰かが対応するまで 1 つのタブで鳴ります。',
  sound: '音',
  soundRefused: 'このページをクリックするかキーを押すまで、ブラウザーは音を出しません。',
  notifications: 'ブラウザーの通知',
  notificationsDenied: 'ブラウザーがこのページの通知を拒否しています。サイトの設定で許可してください。',
  notificationsNeedHttps: '通知は https のページでのみ表示できます。',
  notification: '{{name}} さんが待っています',
} as const;
