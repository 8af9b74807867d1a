/** What stands in messages, beside what contacts and operators write. */
export const content = {
  line: '{{what}}：{{facts}}',
  within: '誤差 {{metres}} m',
  waits: '返答待ち',
  pictures: '画像 {{count}} 枚',
  from_camera: 'カメラから',
  from_camera_or_album: 'カメラまたはアルバムから',
  from_wechat_album: 'WeChat のアルバムから',
  count_total: '合計 {{number}}',
  count_filtered: '絞り込み後 {{number}}',
  count_sent: '成功 {{number}}',
  count_failed: '失敗 {{number}}',
  permission_201: '住所',
  permission_202: '請求書情報',
  permission_203: 'カード',
  permission_204: 'マイク',
  permission_205: 'ニックネームと画像',
  permission_206: '位置情報',
  permission_207: '選んだ画像や動画',
  accountClosed: 'WeChat アカウントを閉鎖',
  revoked: '許可を取り消し',
  noFile: 'このメッセージにファイルはありません。',
  fetching: 'WeChat から取得しています…',
  triedAgain: 'まだ WeChat から取得できていません。3 日間、自動で再試行します。',
  notShown: '画像を読み込めませんでした。',
  download: 'ダウンロード',
  enlarge: '拡大：{{name}}',
  fit: '画面に合わせる',
  fullSize: '実寸',
  voiceOf: '音声メッセージ {{length}}',
  recognition: 'WeChat の認識：',
  openMap: '地図を開く',
  openPage: 'ページを開く',
  fileNotGiven: 'WeChat はファイルを渡しません。画像かリンクを頼んでください。',
  menuItems: 'メニューの項目',
  asItCame: 'WeChat からの元の内容',
  belowArticle: 'アカウントの記事の下に書かれました',
} as const;

/** Why a contact’s file is not there, or cannot be played. */
export const attachmentErrors = {
  gone: 'WeChat はファイルを 3 日間だけ保管します。もう一度送ってもらってください。',
  empty: 'WeChat のファイルは 3 日間空のままでした。もう一度送ってもらってください。',
  wrong_kind: 'WeChat から別の種類の内容が届くため、保存しませんでした。もう一度送ってもらってください。',
  too_large: 'ファイルが大きすぎるため、保存しませんでした。',
  refused: 'WeChat がこのファイルの提供を拒否しました。管理者がチャネルの状態を確認してください。',
  untrusted_address:
    'この動画は、このデスクがアクセスしない場所にあります。管理者は mp.weixin.qq.com のメッセージ管理で見るか、手動で取得できます。',
  unreachable: '3 日間 WeChat に接続できませんでした。',
  no_media: '取得できるファイルがありません。',
  not_playable: 'この音声はここで再生できません。元のファイルをダウンロードしてください。',
} as const;

/** What is in the way of a contact’s file while it is still tried for. */
export const fetchTroubles = {
  empty: 'WeChat のファイルは空でした。',
  wrong_kind: 'WeChat から届いた内容は、このファイルではありませんでした。',
  too_large: 'WeChat から届いた内容が大きすぎます。',
  refused: 'WeChat は今このファイルを提供していません。管理者がチャネルの状態を確認してください。',
  untrusted_address:
    'この動画は、このデスクがアクセスしない場所にあります。管理者は mp.weixin.qq.com のメッセージ管理で見るか、手動で取得できます。',
  unreachable: 'WeChat に接続できないか、別のものが応答しています。',
} as const;
