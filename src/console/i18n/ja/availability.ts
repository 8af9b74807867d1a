/** Whether the reader is there for conversations. */
export const availability = {
  title: '対応状況',
  label: '対応状況：{{status}}、担当の会話：{{load}}',
  load: '{{active}}/{{capacity}}',
  conversations: '担当の会話：{{load}}',
  lost: '接続が切れています：呼び出しは届きません',
  status_online: 'オンライン',
  status_away: '離席中',
  status_handing_over: '引き継ぎ中',
  hint_online: '会話の呼び出しを受けます。',
  hint_away: '呼び出しを受けません。担当の会話はそのままです。',
  hint_handing_over: '呼び出しを受けません。担当の会話はほかの人に移ります。',
  handOverTitle: '担当の会話を引き継ぎますか？',
  handOver: '引き継ぐ',
  'handOverNow|other': '{{count}} 件の会話がすぐに待ち行列へ戻ります。',
  handOverNone: '返信を待っているお客様はいません。',
  'handOverLater|other': '{{count}} 件の会話は、お客様からメッセージが届いたときに戻ります。',
} as const;
