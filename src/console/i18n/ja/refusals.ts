/** Every code of the API and of the browser's own failures: what is wrong and what to do. */
export const problems = {
  invalid_request: 'リクエストの内容に誤りがあります。',
  unauthenticated: 'サインアウトしています。もう一度サインインしてください。',
  forbidden: 'この操作を行う権限がありません。',
  password_change_required: '先に新しいパスワードを設定してください。',
  not_found: 'すでに存在しないか、参加していないブランドのものです。',
  conversation_completed: 'この会話は完了しています。次のメッセージから新しい会話が始まります。',
  attended_by_other: '{{name}} さんが対応中です。引き継ぎを依頼してください。',
  not_attended: 'まだ誰も対応していません。先に対応を開始してください。',
  window_closed:
    'メッセージ可能時間は {{since}} に終了したため、今は送信できません。相手が書き込むまで保留できます。',
  consecutive_limit_reached:
    '返信なしで送れる {{limit}} 件の上限に達しました。相手が書き込むまで保留できます。',
  too_many_held:
    'この相手に保留中のメッセージが {{limit}} 件に達しています。いくつか取り消すか、送信されるまでお待ちください。',
  not_cancellable: 'すでに送信されたため、取り消せません。',
  idempotency_key_reused: '別の内容で送信済みです。もう一度お試しください。',
  conflict: '現在の内容と矛盾します。',
  payload_too_large: '大きすぎます。',
  attachment_too_large: 'ファイルが WeChat の上限を超えています。',
  unsupported_media_type: 'この種類の内容は扱えません。',
  attachment_type_not_supported: 'この種類のファイルは WeChat で送れません。',
  delivery_refused: 'まだ受け取れません。受け取れるようになるか、削除するまで残ります。',
  wechat_refused:
    'WeChat がこの操作を拒否しました（コード {{wechatCode}}）。WeChat でのアカウントの権限を確認してから、もう一度お試しください。',
  too_many_requests: '回数が多すぎます。少し待ってからお試しください。',
  internal: 'システムエラーです。繰り返す場合は管理者に連絡してください。',
  unavailable: '現在利用できません。何も受け付けていません。数秒後にお試しください。',
  network: '応答がありません。接続を確認して再試行してください。二重に処理されることはありません。',
  unreadable: '応答を解釈できません。再読み込みしてお試しください。',
} as const;

/** Why a message failed or was cancelled. */
export const delivery = {
  window_closed: 'WeChat のメッセージ可能時間が終了していました。相手が書き込むまで保留してください。',
  consecutive_limit_reached: '相手が書き込むまで WeChat は受け付けません。それまで保留してください。',
  contact_unreachable: '相手がフォローを解除したか、ブロックしたか、退会しています。',
  wechat_refused: 'WeChat がこのメッセージを拒否しました。内容を変えて送り直してください。',
  wechat_busy: 'WeChat が 3 回続けて混雑していました。送り直してください。',
  channel_misconfigured: 'WeChat がこのチャネルを拒否しています。管理者が設定を確認してください。',
  conversation_completed: '送信前に会話が完了しました。',
  unavailable: '受け付けられず、送信されていません。送り直してください。',
  not_accepted:
    'エンジンが以前の状態に戻されたため、送信前に失われました。送信されていません。送り直してください。',
} as const;
