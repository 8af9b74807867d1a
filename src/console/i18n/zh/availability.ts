/** Whether the reader is there for conversations. */
export const availability = {
  title: '接待状态',
  label: '接待状态：{{status}}，会话：{{load}}',
  load: '{{active}}/{{capacity}}',
  conversations: '您的会话：{{load}}',
  lost: '连接已断开：不会为您分配会话',
  status_online: '在线',
  status_away: '离开',
  status_handing_over: '交接中',
  hint_online: '会为您分配会话。',
  hint_away: '不分配新会话，保留现有会话。',
  hint_handing_over: '不分配新会话，现有会话交给其他客服。',
  handOverTitle: '交接您的会话？',
  handOver: '开始交接',
  'handOverNow|other': '{{count}} 个会话立即重新排队。',
  handOverNone: '没有客户在等待您的回复。',
  'handOverLater|other': '{{count}} 个会话在客户发来消息后重新排队。',
} as const;
