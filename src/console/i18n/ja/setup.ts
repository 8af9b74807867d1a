export const setup = {
  channels: 'チャネル',
  brands: 'ブランド',
  operators: 'オペレーター',
  tokens: 'API トークン',
  rejected: '拒否された配信',
  audit: '監査ログ',
} as const;

export const forms = {
  name: '名前',
  save: '保存',
  saved: '保存しました。',
  change: '変更',
  more: 'さらに表示',
  moreFor: '{{name}} のその他の操作',
  keptIt: '控えました',
  lookAtFields: '修正が必要な項目があります。印の付いた欄をご確認ください。入力内容は残っています。',
  leaveTitle: '保存せずに移動しますか？',
  leaveHint: 'ここでの変更は失われます。',
  leave: '移動する',
  stay: 'このページに残る',
  unitOf: '単位：{{what}}',
  unit_seconds: '秒',
  unit_minutes: '分',
  unit_hours: '時間',
  unit_days: '日',
  amount_seconds: '{{number}} 秒',
  amount_minutes: '{{number}} 分',
  amount_hours: '{{number}} 時間',
  amount_days: '{{number}} 日',
  between: '{{min}}から{{max}}まで。',
  rangeAndDefault: '{{min}}から{{max}}まで。初期値は{{standard}}。',
} as const;

export const fieldProblems = {
  name: '1～100 文字、1 行で入力してください。',
  email: 'li@example.com のような完全なメールアドレスを入力してください。',
  password: '推測されやすいパスワードです。より長い、または珍しいものにしてください。',
  originalId: 'gh_ で始まり、英数字または _ が続きます。',
  appId: 'wx に 16 文字の英数字が続きます。',
  appSecret: 'AppSecret を空白なしで貼り付けてください。',
  token: '3～32 文字の英数字。',
  encodingAesKey: '43 文字の英数字。互換モードと安全モードで必要です。',
  scene: '1～64 文字、1 行で入力してください。',
  url: 'http:// または https:// で始まる URL を入力してください。',
  pictureUrl: 'http:// または https:// で始まる URL を入力してください。',
  text: 'テキストが長すぎるか、WeChat で使えない文字が含まれています。',
  textUpTo: 'テキストが {{limit}} 文字を超えているか、WeChat で使えない文字が含まれています。',
} as const;

export const conflicts = {
  email_taken: 'このメールアドレスは別のオペレーターが使用しています。',
  last_administrator:
    'サインインできる最後の管理者です。管理者がいないとデスクを管理できません。先に別の人を管理者にしてください。',
  has_password:
    'このオペレーターは既にパスワードを設定しています。サインインしてもらうか、新しいパスワードを設定してください。',
  scene_taken:
    'このチャネルには同じシーンのコードがあり、読み取りを区別できません。別のシーンにしてください。',
  not_live: 'チャネルが稼働していません。アカウント情報を入力するか、有効にしてください。',
  permanent: '永久コードは期限がないため更新できません。',
  too_many: 'WeChat の永久コードは 1 アカウント 100,000 個までで、上限に達しています。',
} as const;

export const account = {
  title: 'アカウント',
  who: '基本情報',
  whoHint: '変更は管理者が「設定」で行います。',
  signIn: 'サインイン',
  signInHint: 'パスワードを変更すると、他の端末はすべてサインアウトされます。',
  everywhere: 'すべての端末からサインアウト',
  everywhereTitle: 'すべての端末からサインアウトしますか？',
  everywhereHint: 'この端末も含め、すべてのセッションがただちに終了します。API トークンはそのままです。',
  tokens: '自分の API トークン',
  tokensHint: 'これらのトークンで、プログラムがあなたの名前で動作します。作成と失効は管理者が行います。',
} as const;
