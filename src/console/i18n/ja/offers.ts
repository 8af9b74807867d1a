/** Conversations that are offered to the reader. */
export const offers = {
  title: 'あなたへの呼び出し',
  decline: '見送る',
  begin: '{{name}} さんからの呼び出しです。残り {{time}}。',
  end_attended: '{{name}} さんには {{operator}} さんが対応しています。',
  end_closed: '{{name}} さんとの会話は終わりました。',
  end_ran_out: '{{name}} さんの呼び出しは時間切れになりました。',
  end_taken_back: '{{name}} さんの呼び出しは取り消されました。',
  end_declined: '{{name}} さんの呼び出しを見送りました。',
  to: '{{name}} さんを呼び出し中、残り {{time}}',
  toYou: 'あなたを呼び出し中、残り {{time}}',
} as const;
