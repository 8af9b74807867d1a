import { placesOf, WECHAT_PLACES } from '../../../domain/wechat-places';

const { account, keys, server, before } = WECHAT_PLACES;
const miniProgram = placesOf('mini_program');

export const wizard = {
  title: '「{{name}}」を接続',
  hint: 'いつでも中断できます。保存した内容は残り、チャネルの一覧からここに戻れます。',
  begin: '開始',
  brand: 'ブランド',
  brandHint: 'このブランドのメンバーが対応します。',
  brandFirst: 'ブランドがまだありません。先に作成してください。',
  brandMissing: 'ブランドを選んでください。',
  nameHint: 'チームでのアカウントの呼び名です。',
  simulated: 'シミュレーターのアカウントを使う',
  simulatedHint:
    '現在は WeChat ではなくシミュレーターに接続しているため、実際のアカウントの情報は受け付けられません。シミュレーターでアカウントを作成し、アカウント情報の入力と Webhook の検証まで自動で行えます。',
  realHint:
    '実際のアカウントを接続するには、WECHAT_API_URL=https://api.weixin.qq.com と、WeChat から接続できる PUBLIC_URL を設定して起動し直してください。',
  next: '次へ',
  later: '後で行う',
  saveAndNext: '保存して次へ',
  step_ip_allowlist: 'IP ホワイトリスト',
  step_account_details: 'アカウント情報',
  step_webhook: 'Webhook',
  allowlistHint:
    'WeChat はリストにあるアドレスからの呼び出しだけを受け付けます。次のアドレスをアカウントの IP ホワイトリストに貼り付けてください。反映まで数分かかります。',
  addresses: 'IP アドレス',
  noAddresses:
    'このホストのアドレスが見つかりません。WeChat から見えるアドレスを EGRESS_IPS に設定してください。',
  proxyNote:
    '本システムが把握しているアドレスです。プロキシ、NAT、ロードバランサーを経由する場合、WeChat には別のアドレスが見えます。そのアドレスを EGRESS_IPS に設定してください。',
  noPublicAddress:
    'これらのアドレスはどれもインターネットから見えません。本システムが外部への接続に使うアドレスを調べ、EGRESS_IPS に設定して起動し直してください。最後のステップで「今すぐ確認」を押すと、WeChat から見えたアドレスが分かります。',
  confirm: 'WeChat の IP ホワイトリストに貼り付けました',
  accountHint: 'WeChat の画面からコピーしてください。シークレットは暗号化して保存され、再表示されません。',
  originalId: '原始 ID',
  originalIdHint: '「基础信息」（基本情報）にあり、gh_ で始まります。',
  originalIdHintOfMini: '「设置 → 基本设置」にあります。gh_ で始まります。',
  appId: 'AppID',
  appIdHint: '「基础信息」（基本情報）にあり、wx で始まります。',
  appIdHintOfMini: '「开发管理 → 开发设置」にあります。wx で始まります。',
  appSecret: 'AppSecret',
  appSecretHint: '「开发密钥」（開発キー）にあり、有効化またはリセットのときに一度だけ表示されます。',
  appSecretHintOfMini: 'AppID と同じ場所にあります。生成またはリセットしたときに一度だけ表示されます。',
  token: 'Token',
  tokenHint:
    '自由に決められます。ここで生成して WeChat にコピーするか、WeChat にある値を貼り付けてください。',
  encodingAesKey: 'EncodingAESKey',
  encodingAesKeyHint: 'メッセージの暗号鍵です。平文モードでは不要です。',
  encryption: '暗号化モード',
  mode_safe: '安全モード',
  mode_compatible: '互換モード',
  mode_plain: '平文モード',
  modeHint_safe: 'メッセージは暗号文だけで届きます。推奨です。',
  modeHint_compatible: 'メッセージは暗号文と平文の両方で届きます。中断なく切り替えるときに使います。',
  modeHint_plain: 'メッセージは平文で届き、署名だけが WeChat からであることを示します。',
  secretStored: '設定済み。新しい値を入力すると置き換わります。',
  generate: '生成',
  changeNote:
    'ここと WeChat を同時に変更してください。Token やアカウントを変えると、WeChat の再検証が必要です。',
  webhookHint:
    'WeChat 開発者プラットフォームで「域名与消息推送配置」（メッセージプッシュの設定）を開き、この URL、Token、鍵を入力して送信してください。',
  webhookHintOfMini:
    'mp.weixin.qq.com でミニプログラムのメッセージ通知設定（开发管理 → 消息推送）を開き、この URL、Token、キーを入力して送信してください。',
  webhookUrl: 'Webhook URL',
  localUrl:
    'このアドレスにはインターネットから接続できません。WeChat のシミュレーターなら問題ありません。それ以外の場合は、本システムの公開アドレスを PUBLIC_URL に設定してください。',
  sameMode: 'WeChat でこの暗号化モードを選んでください：{{mode}}。',
  anyFormat: 'データ形式は JSON と XML のどちらでもかまいません。',
  tokenNotShown: 'Token は再表示されません。控えがない場合は、ステップ 2 に戻って生成し直してください。',
  detailsFirst: 'アカウント情報が不足しているため、WeChat の検証は失敗します。',
  toDetails: 'ステップ 2 へ',
  waiting: 'WeChat の検証を待っています。このページは自動で更新されます。',
  waitingHint:
    'WeChat で保存に失敗する場合は、WeChat 側の Token がここに保存したものと同じか、WeChat からこの URL に接続できるかを確認してください。',
  verified: 'WeChat が Webhook を検証しました：{{time}}',
  doneTitle: 'アカウントが接続されました',
  firstMessage:
    '次に、WeChat でこのアカウントにメッセージを送ってください。原始 ID と EncodingAESKey が正しいかどうかは、実際にメッセージが届くまで分かりません。',
  doneHint: '新しいメッセージは受信トレイに届きます。お客様がアカウントを見つける方法：',
  doneHintOfMini:
    '新しいメッセージは受信トレイに届きます。お客様はミニプログラムから書き込みます。ページに open-type="contact" のボタンが必要です。',
  findByCode: 'QR コード：作成すると、来たお客様の数が分かります',
  findByCard: '誰かが共有した連絡先カード',
  findBySearch: 'WeChat で名前を検索',
  findByMoments: 'モーメンツ',
  toChannel: 'チャネルのページを開く',
} as const;

export const hints = {
  account: `場所：${account}。AppID と原始 ID があります。`,
  keys: `場所：${keys}。AppSecret は有効化またはリセットのときに一度だけ表示されます。IP ホワイトリスト（API IP 白名单）には 1 行に 1 つのアドレスまたは範囲を入力します。`,
  server: `場所：${server}。4 項目をまとめて入力し、送信します。`,
  accountOfMini: `場所：${miniProgram.account}。原始 ID があります。`,
  keysOfMini: `場所：${miniProgram.keys}。AppID と AppSecret があります。AppSecret は生成またはリセットのときに一度だけ表示されます。IP ホワイトリスト（API IP 白名单）には 10 件までのアドレスまたは範囲を入力できます。`,
  serverOfMini: `場所：${miniProgram.server}。まとめて入力し、送信します。`,
  openMini: 'mp.weixin.qq.com を開く',
  open: 'WeChat 開発者プラットフォームを開く',
  before: `2025 年 12 月より前は ${before} にありました。`,
  row_appId: 'AppID',
  row_appSecret: 'AppSecret：リセットで表示',
  row_allowlist: 'IP ホワイトリスト',
  row_originalId: '原始 ID',
  row_accountName: 'アカウント名',
  row_url: 'URL（ステップ 3）',
  row_token: 'Token（ステップ 2）',
  row_key: 'EncodingAESKey（ステップ 2）',
  row_mode: '暗号化モード',
  row_format: 'データ形式：JSON か XML',
} as const;
