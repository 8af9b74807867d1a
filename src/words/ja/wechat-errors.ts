import { WECHAT_PLACES } from '../../domain/wechat-places';

const { account, keys, permissions } = WECHAT_PLACES;

export const wechatErrors = {
  ok: '問題はありません。',
  busy: 'WeChat が混み合っています。しばらくしてからもう一度お試しください。',
  token_refused:
    'WeChat がアクセストークンを拒否し、新しいものも受け付けませんでした。AppSecret と、ほかのプログラムがトークンを強制的に更新していないかを確認してください。',
  token_missing: 'アクセストークンがありませんでした。新しいものを自動で取得します。',
  app_id_wrong: `この AppID のアカウントが WeChat にありません。${account} からコピーし直してください。`,
  app_secret_wrong: `AppSecret が正しくありません。${keys} で再発行し、新しいものをここに入力してください。`,
  app_secret_frozen: `AppSecret が凍結されています。${keys} で解除してください。反映まで 10 分かかります。`,
  credentials_missing: 'AppID または AppSecret がありません。チャネルのアカウント情報を入力してください。',
  ip_not_allowed: `このサーバーの IP アドレスがアカウントの IP ホワイトリスト（IP白名单）にありません。${keys} で追加してください。反映まで数分かかります。`,
  ip_confirmation:
    'アカウントの管理者がこのサーバーの IP アドレスを確認する必要があります。管理者の WeChat に通知が届いています。',
  ip_refused_day:
    'アカウントの管理者がこのサーバーの IP アドレスを拒否しました。24 時間後にもう一度申請できます。',
  ip_refused_hour:
    'アカウントの管理者がこのサーバーの IP アドレスを拒否しました。1 時間後にもう一度申請できます。',
  no_permission: `アカウントにこのインターフェースの権限がありません。認証（微信认证）が必要です。${permissions} を確認してください。`,
  message_type_permission: `アカウントにこの種類のメッセージの権限がありません。別の形で送るか、${permissions} で申請してください。`,
  account_type: 'この種類のアカウントでは利用できません。認証済みのアカウントが必要です。',
  account_restricted: `アカウントが凍結、閉鎖、または制限されています。${account} の通知を確認してください。`,
  account_punished: `アカウントは違反により送信を禁止されています。${account} の通知を確認してください。`,
  interface_blocked: `WeChat がこのアカウントのインターフェースを停止しています。${permissions} の通知を確認してください。`,
  interface_withdrawn: 'WeChat がこのインターフェースの提供を終了しました。コードを添えて報告してください。',
  not_authorised: `アカウントがこの操作を許可していません。${account} で許可を確認してください。`,
  desk_off:
    'WeChat 自身のカスタマーサービス機能（客服功能）が有効になっていません。mp.weixin.qq.com で有効にしてください。',
  mass_agreement: 'アカウントが一斉送信の規約に同意していません。mp.weixin.qq.com で同意してください。',
  daily_quota: '本日の呼び出し回数を使い切りました。メッセージは北京時間の午前 0 時まで待ちます。',
  minute_quota: '1 分間の呼び出しが多すぎます。メッセージは待機し、自動で送信されます。',
  send_quota: '送信枠を使い切りました。メッセージは北京時間の午前 0 時まで待ちます。',
  resets_used_up:
    '今月の 10 回のクォータリセットを使い切りました。北京時間の午前 0 時に 1 日の枠が更新されると、再び呼び出せます。',
  window_closed:
    'WeChat の 48 時間の期間が終わったか、お客様がフォローを解除しました。お客様の返信を待つか、「返信が来たら送信」を選んでください。',
  limit_reached:
    'お客様から返信が来るまで、WeChat はこれ以上メッセージを受け付けません。待つか、「返信が来たら送信」を選んでください。',
  contact_unknown:
    'このアカウントでは WeChat がこのお客様を認識できません。チャネルの AppID が正しいか確認してください。',
  contact_gone: 'このお客様はもう WeChat にありません。何も送信できません。',
  other_account: 'このお客様は別のアカウントのものです。チャネルの AppID が正しいか確認してください。',
  not_following: 'お客様がアカウントをフォローしていません。再びフォローされるまでお待ちください。',
  blocked: 'お客様とアカウントの間がブロックされています。何も送信できません。',
  on_blacklist: 'お客様がアカウントのブラックリストに入っています。先に mp.weixin.qq.com で外してください。',
  refuses_messages: 'お客様がこのアカウントのメッセージを拒否しています。何も送信できません。',
  subscription_refused: 'お客様がこの購読メッセージを拒否しています。送信できません。',
  session_over: '一時的な会話が終わりました。お客様がまた書くまでお待ちください。',
  session_over_followed:
    'お客様がフォローしたため、一時的な会話が終わりました。お客様がまた書くまでお待ちください。',
  risky_content: 'WeChat が内容を危険と判断しました。リンクや画像を外し、別の言葉で書いてください。',
  content_unexplained:
    'WeChat がメッセージの内容を拒否しました（公式の説明がないコードです）。文章、リンク、画像を変えて送り直してください。',
  form_refused:
    'WeChat はこの形のメッセージを受け付けません。記事のリンクは https:// で始まり、画像は JPG か PNG のアドレスでなければなりません。それ以外はテキストで送ってください。',
  message_type: 'WeChat がこの種類のメッセージを認識できません。別の形で送ってください。',
  kind_not_allowed: 'この種類のメッセージはお客様に送れません。別の形で送ってください。',
  empty: 'メッセージが空です。内容を入力してください。',
  text_too_long: 'テキストが 2,048 バイト（漢字で約 680 字）を超えています。分けて送ってください。',
  part_too_long: 'タイトル、説明、またはリンクが長すぎます。短くしてください。',
  too_many_articles: '記事は一度に 1 件だけ送れます。1 件ずつ送ってください。',
  link_refused:
    'WeChat がメッセージ内のリンクを拒否しました。リンクが完全か、許可された先かを確認してください。',
  link_mini_program: 'リンク先のミニプログラムをこのアカウントからは開けません。AppID を直してください。',
  mini_program_wrong: 'ミニプログラムのパスまたは AppID が正しくありません。直してください。',
  mini_program_not_linked:
    'ミニプログラムがアカウントに関連付けられていません。mp.weixin.qq.com で関連付けてください。',
  menu_message_too_big: 'メニューメッセージが大きすぎます。項目を減らすか短くしてください。',
  media_gone: 'ファイルはもう WeChat にありません（保存は 3 日間です）。もう一度送ってください。',
  file_kind:
    'WeChat はこの種類のファイルを受け付けません。JPG か PNG、AMR か MP3、または MP4 を使ってください。',
  file_size:
    'WeChat がファイルの大きさを拒否しました。画像と動画は 10 MB まで、音声は 2 MB までです。小さくして送り直してください。',
  file_missing: 'ファイルが WeChat に届きませんでした。もう一度送ってください。',
  voice_too_long: '音声が 60 秒を超えています。短く録音してください。',
  converting: 'WeChat がファイルを変換中です。しばらくしてから送り直してください。',
  typing_not_recent: 'お客様が最近書いていないため、入力中の表示は出ません。',
  typing_shown: '入力中の表示はすでに出ています。',
  desk_account:
    'WeChat 自身のカスタマーサービスがこの担当アカウントを拒否しました。mp.weixin.qq.com で名前と連携を確認してください。',
  desk_no_session:
    'WeChat 自身のカスタマーサービスにこのお客様との会話がありません。お客様がまた書くまでお待ちください。',
  desk_taken: 'WeChat 自身のカスタマーサービスの担当者が対応中です。先にそちらで終了する必要があります。',
  desk_offline: 'WeChat 自身のカスタマーサービスの担当者がオフラインです。後でもう一度お試しください。',
  parameters: 'WeChat が要求の中の値を拒否しました。入力内容を確認してください。',
  our_bug: '要求の形が正しくありませんでした。コードを添えて報告してください。',
  signature: 'WeChat が要求の署名を拒否しました。コードを添えて報告してください。',
  repeated: 'WeChat はこのメッセージをすでに受け取っています。再送はされません。',
  mass_too_soon: '一斉送信の繰り返しが早すぎます。1 分後にもう一度お試しください。',
  tag_refused: 'WeChat がタグを拒否しました。名前と数を確認してください。',
  template_wrong: 'WeChat がテンプレートを認識できません。ID を確認してください。',
  menu_wrong: 'WeChat がアカウントのメニューを拒否しました。ボタン、名前、リンクを確認してください。',
  menu_missing: 'アカウントにメニューがありません。先に作成してください。',
  too_many_menus: 'アカウントのメニューが多すぎます。mp.weixin.qq.com で一つ削除してください。',
  material_in_use: '素材が使用中です。先に自動返信とメニューから外してください。',
  figures_not_ready: 'WeChat の統計がまだ準備できていません。後でもう一度お試しください。',
  user_token: 'WeChat でのログインに関するもので、ここでは使われていません。報告してください。',
  comment: '記事へのコメントに関するもので、ここでは使われていません。報告してください。',
  shake_around: '「シェイク周辺」（摇一摇周边）に関するもので、ここでは使われていません。報告してください。',
} as const;
