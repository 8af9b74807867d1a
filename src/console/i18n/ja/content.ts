/** Texts around the contents of messages. */
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
  permission_205: 'ニックネームとプロフィール画像',
  permission_206: '位置情報',
  permission_207: '選んだ画像や動画',
  accountClosed: 'WeChat アカウントを閉鎖',
  revoked: '許可を取り消し',
  noFile: 'このメッセージにファイルはありません。',
  fetching: 'WeChat からダウンロードしています…',
  triedAgain: 'まだ WeChat からダウンロードできていません。3 日間、自動で再試行します。',
  notShown: '画像を読み込めませんでした。',
  download: 'ダウンロード',
  enlarge: '拡大：{{name}}',
  fit: 'ウィンドウに合わせる',
  fullSize: '実寸',
  voiceOf: '音声メッセージ {{length}}',
  recognition: 'WeChat の音声認識：',
  openMap: '地図を開く',
  openPage: 'ページを開く',
  fileNotGiven: 'WeChat はファイルを転送しません。お客様に画像かリンクで送ってもらってください。',
  menuItems: 'メニューの項目',
  asItCame: 'WeChat からの元の内容',
  belowArticle: 'アカウントの記事へのコメント',
} as const;

/** Why a contact’s file is missing, or cannot be played. */
export const attachmentErrors = {
  gone: 'このファイルはもう WeChat にありません（保管は 3 日間です）。お客様にもう一度送ってもらってください。',
  empty: 'WeChat から 3 日間、空のファイルしか届きませんでした。お客様にもう一度送ってもらってください。',
  wrong_kind: 'WeChat から別の内容が届いたため、保存しませんでした。お客様にもう一度送ってもらってください。',
  too_large: 'ファイルが上限より大きいため、保存しませんでした。',
  refused: 'WeChat がこのファイルの提供を拒否しています。管理者がチャネルの状態を確認してください。',
  untrusted_address:
    'WeChat はこの動画を、本システムがアクセスしないアドレスに置いています。管理者は mp.weixin.qq.com のメッセージ管理で再生またはダウンロードできます。',
  unreachable: '3 日間 WeChat に接続できませんでした。',
  no_media: 'このメッセージにダウンロードできるファイルはありません。',
  not_playable: 'この音声はここで再生できません。元のファイルをダウンロードしてください。',
} as const;

/** Why a contact’s file has not been downloaded yet, while it is retried. */
export const fetchTroubles = {
  empty: 'WeChat から空のファイルが届きました。',
  wrong_kind: 'WeChat から届いた内容はこのファイルではありません。',
  too_large: 'WeChat から届いた内容が上限を超えています。',
  refused: 'WeChat は今このファイルを提供していません。管理者がチャネルの状態を確認してください。',
  untrusted_address:
    'WeChat はこの動画を、本システムがアクセスしないアドレスに置いています。管理者は mp.weixin.qq.com のメッセージ管理で再生またはダウンロードできます。',
  unreachable: 'WeChat に接続できないか、WeChat 以外から応答がありました。',
} as const;
