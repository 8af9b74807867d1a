export const setup = {
  channels: 'チャネル',
  bots: 'ボット',
  brands: 'ブランド',
  groups: 'グループ',
  tags: 'タグ',
  operators: 'オペレーター',
  macros: 'マクロ',
  tokens: 'API トークン',
  webhooks: 'Webhook',
  rejected: '拒否された配信',
  audit: '監査ログ',
} as const;

export const forms = {
  name: '名前',
  save: '保存',
  saved: '保存しました。',
  change: '編集',
  more: 'さらに表示',
  moreFor: '{{name}} のその他の操作',
  keptIt: '保存しました',
  removeSecret: '削除',
  keepSecret: '残す',
  secretRemoved: '保存すると削除されます。',
  lookAtFields: '印の付いた項目を確認してください。入力した内容は失われません。',
  leaveTitle: '保存せずに移動しますか？',
  leaveHint: 'このページでの変更は失われます。',
  leave: '移動する',
  stay: 'このページに残る',
  unitOf: '{{what}}の単位',
  unit_seconds: '秒',
  unit_minutes: '分',
  unit_hours: '時間',
  unit_days: '日',
  amount_seconds: '{{count}} 秒',
  amount_minutes: '{{count}} 分',
  amount_hours: '{{count}} 時間',
  'amount_days|other': '{{count}} 日',
  between: '{{min}}から{{max}}まで。',
  rangeAndDefault: '{{min}}から{{max}}まで。初期値は{{standard}}。',
} as const;

export const fieldProblems = {
  currentPassword: '現在のパスワードが違います。',
  code: 'コードが違うか、すでに使われています。',
  name: '1～100 文字、1 行で入力してください。',
  tag: '1～30 文字で、改行せずに入力してください。',
  email: 'li@example.com のような完全なメールアドレスを入力してください。',
  password: '推測されやすいパスワードです。もっと長いもの、または珍しいものにしてください。',
  originalId: 'gh_ で始まり、英数字または _ が続く形式で入力してください。',
  appId: 'wx に続けて 16 文字の英数字を入力してください。',
  appSecret: 'AppSecret を空白なしで貼り付けてください。',
  token: '3～32 文字の英数字で入力してください。',
  encodingAesKey: '43 文字の英数字で入力してください。互換モードと安全モードでは必須です。',
  scene: '1～64 文字、1 行で入力してください。',
  url: 'http:// または https:// で始まる URL を入力してください。',
  pictureUrl: 'http:// または https:// で始まる URL を入力してください。',
  text: 'テキストが長すぎるか、WeChat が受け付けない文字が含まれています。',
  textUpTo: 'テキストが {{limit}} 文字を超えているか、WeChat が受け付けない文字が含まれています。',
} as const;

export const conflicts = {
  password_wrong: '現在のパスワードが違います。',
  password_unchanged: '現在のパスワードとは別のパスワードにしてください。',
  password_guessed: '推測されやすいパスワードです。もっと長いもの、または珍しいものにしてください。',
  password_sign_in_off: 'パスワードでのサインインは無効です。会社のアカウントでサインインしてください。',
  code_wrong: 'コードが違うか、すでに使われています。次のコードをお待ちください。',
  no_password: 'パスワードを使わずにサインインしているため、2 段階認証は必要ありません。',
  two_factor_on: '2 段階認証はすでに有効です。別のアプリを設定するには、先に無効にしてください。',
  two_factor_off: '2 段階認証は無効です。',
  provider_away:
    '会社のサインインサービスが応答していません。しばらくしてからもう一度お試しいただくか、パスワードをご利用ください。',
  provider_denied: '会社のサインインサービスに拒否されたか、キャンセルされました。',
  provider_invalid:
    '会社のサインインサービスの応答を検証できませんでした。もう一度お試しください。繰り返す場合は管理者に連絡してください。',
  sign_in_expired:
    '時間切れか、使用済みか、別のブラウザーで始めたサインインです。最初からやり直してください。',
  email_unverified:
    'メールアドレスがご本人のものであることを、会社のサインインサービスが確認していません。管理者に連絡してください。',
  domain_not_allowed: 'このドメインのメールアドレスではサインインできません。',
  no_account: 'このメールアドレスのアカウントはありません。管理者に追加を依頼してください。',
  linked_to_other:
    'このメールアドレスのアカウントは、会社の別のアカウントと連携しています。管理者に連絡してください。',
  disabled: 'このアカウントは無効になっています。',
  email_taken: 'このメールアドレスは別のオペレーターが使用しています。',
  name_taken: 'このブランドには同じ名前のグループがあります。',
  last_administrator: 'サインインできる最後の管理者です。先に別のオペレーターを管理者にしてください。',
  has_password:
    'このオペレーターはすでにパスワードを設定しています。サインインしてもらうか、新しいパスワードを設定してください。',
  scene_taken:
    'このチャネルには同じシーンの QR コードがあり、読み取りを区別できません。別のシーンにしてください。',
  not_live: 'チャネルが稼働していません。アカウント情報を入力するか、有効にしてください。',
  no_qr_codes: 'ミニプログラムには、シーン付きの QR コードがありません。',
  no_remark: 'WeChat はミニプログラムの利用者の備考名を保存しません。代わりに名前を付けてください。',
  no_such_greeting: 'この種類のチャネルには、その場面のあいさつがありません。',
  permanent: '永久の QR コードには期限がなく、更新できません。',
  too_many: 'このアカウントは、WeChat で作成できる永久の QR コード 100,000 個をすべて使っています。',
  has_account:
    'このチャネルにはすでにアカウントがあります。アカウント情報を変更するか、チャネルを削除してください。',
  macro_running: 'このマクロはこの会話で実行中です。しばらくしてからもう一度お試しください。',
  reply_not_sent: '返信は受け付けられましたが、送信されていません。',
  acceptance_unknown:
    'メッセージが保存されたことを確認できませんでした。同じ内容でもう一度送信してください。相手に届くのは一度だけです。',
  unconfirmed:
    '時間内に確認が取れませんでしたが、反映されている可能性があります。ページを再読み込みしてから、もう一度お試しください。',
} as const;

export const account = {
  title: 'アカウント',
  who: '基本情報',
  whoHint: '変更できるのは管理者だけです（「設定」から）。',
  signIn: 'サインイン',
  signInHint: 'パスワードを変更すると、ほかの場所ではサインアウトされます。',
  everywhere: 'すべての端末からサインアウト',
  everywhereTitle: 'すべての端末からサインアウトしますか？',
  everywhereHint: 'この端末も含め、すべてのセッションがただちに終了します。API トークンはそのままです。',
  tokens: '自分の API トークン',
  tokensHint:
    'これらのトークンがあれば、プログラムがあなたの代わりに操作できます。作成と失効は管理者が行います。',
} as const;
