/** For every code of the API, and of failures in the browser: what is wrong, and what to do. */
export const problems = {
  invalid_request: 'リクエストに正しくない内容があります。',
  unauthenticated: 'サインアウトしています。続けるにはサインインしてください。',
  forbidden: 'この操作を行う権限がありません。',
  insufficient_scope: 'このトークンには必要な権限がありません。',
  password_change_required: '先に新しいパスワードを設定してください。',
  two_factor_required: '認証アプリのコードを入力してください。',
  two_factor_setup_required: '先に 2 段階認証を設定してください。',
  not_found: 'すでに存在しないか、参加していないブランドのものです。',
  kind_not_supported: 'このチャネルでは、この種類のメッセージを送信できません。',
  conversation_completed: 'この会話は完了しています。お客様の次のメッセージで新しい会話が始まります。',
  attended_by_other: 'この会話の担当は {{name}} さんです。転送を依頼してください。',
  not_attended: '担当者がいません。先に「対応する」を押してください。',
  window_closed:
    '送信可能時間は {{since}} に終了しました。「返信が来たら送信」を選ぶと、お客様からメッセージが届いたときに送信されます。',
  consecutive_limit_reached:
    '続けて送れる {{limit}} 件の上限に達しました。「返信が来たら送信」を選ぶと、お客様からメッセージが届いたときに送信されます。',
  too_many_held:
    'このお客様の返信を待っているメッセージが {{limit}} 件に達しています。いくつか取り消すか、送信されるまでお待ちください。',
  not_reopenable: 'この会話は再開できません。',
  no_bot: 'この会話を引き受けられるボットはありません。ボットが参加していないか、削除されています。',
  not_owner: 'この会話はすでにボットの担当ではないため、何も送信されませんでした。',
  not_offered: 'この会話の呼び出しはもう終わっています。',
  already_asked: 'この会話の評価はすでに依頼しました。依頼できるのは 1 回だけです。',
  reply_url_used: 'このアドレスはすでに使われています。',
  not_cancellable: '取り消せるのは送信を待っているメッセージだけです。このメッセージはもう待っていません。',
  idempotency_key_reused: '別の内容で送信済みです。もう一度お試しください。',
  conflict: '現在の状態と矛盾しています。',
  payload_too_large: '大きすぎます。',
  attachment_too_large: 'ファイルが WeChat の上限を超えています。',
  unsupported_media_type: 'この種類の内容には対応していません。',
  attachment_type_not_supported: 'WeChat はこの種類のファイルを受け付けません。',
  legal_hold: 'このお客様は法的保全の対象です。先に終了してください。',
  delivery_refused: 'まだ受け取れません。受け取れるようになるか、削除するまでここに残ります。',
  wechat_refused: 'WeChat が拒否しました（コード {{wechatCode}}）。',
  too_many_requests: '試行回数が多すぎます。少し待ってからもう一度お試しください。',
  internal: 'サーバーでエラーが発生しました。繰り返す場合は管理者に連絡してください。',
  unavailable: '現在受け付けられません。何も受け付けられていません。数秒後にもう一度お試しください。',
  network:
    'サーバーから応答がありません。接続を確認し、変更が保存されたかどうかも確認してから、もう一度お試しください。',
  unreadable: 'サーバーの応答を読み取れませんでした。再読み込みして、もう一度お試しください。',
} as const;

/** Why a completed conversation cannot be reopened. */
export const reopenObstacles = {
  not_completed: 'この会話はまだ完了していません。',
  not_completed_by_operator: '再開できるのは、オペレーターが完了した会話だけです。',
  too_long_ago: '会話を再開できるのは、完了から 48 時間以内です。',
  window_closed: '送信可能時間が終了しています。お客様からのメッセージをお待ちください。',
  still_sending: '送信中のメッセージがあります。送信が終わってからもう一度お試しください。',
  newer_conversation: 'このお客様には新しい会話があります。そちらで続けてください。',
  contact_wrote: 'その後、お客様からメッセージが届いています。新しいメッセージから続けてください。',
  contact_left: 'お客様がフォローを解除しています。',
  contact_blocked: 'お客様はブロックされています。',
  channel_closed: 'チャネルが無効、または削除されています。',
} as const;

/** Why a message failed or was cancelled. */
export const delivery = {
  window_closed: '送信可能時間が終了していました。メッセージを編集し、「返信が来たら送信」を選んでください。',
  consecutive_limit_reached:
    '続けて送れる数の上限に達していました。メッセージを編集し、「返信が来たら送信」を選んでください。',
  contact_unreachable: 'お客様がフォローを解除したか、アカウントをブロックしたか、退会しています。',
  wechat_refused: 'WeChat がこのメッセージを拒否しました。内容を変えて送り直してください。',
  wechat_busy: 'WeChat が 3 回続けて混み合っていました。送り直してください。',
  channel_misconfigured: 'WeChat がこのチャネルの呼び出しを拒否しています。管理者が設定を確認してください。',
  conversation_completed: '送信前に会話が完了しました。',
  unavailable: '受け付けられず、送信されていません。送り直してください。',
  not_accepted: '誤って受け付けられたか、送信前に失われたため、送信されていません。送り直してください。',
  handed_over: '会話が担当者に引き継がれたため、ボットのメッセージは送信されませんでした。',
  not_asked_for: 'お客様が別の内容を送信したため、ボットの回答の続きは送信されませんでした。',
  contact_replied: '予約した時刻の前にお客様から返信があったため、送信されませんでした。',
} as const;
