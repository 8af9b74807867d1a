export const alerts = {
  title: 'Alerts',
  unseen: 'Alerts: {{number}} new',
  none: 'Nothing new',
  noneHint:
    'New messages in your conversations, messaging windows about to close, transfers and mentions are listed here.',
  seeAll: 'Mark all as seen',
  mention: '{{name}} mentioned you',
  transfer: '{{name}} transferred this to you',
  transferByNobody: 'Transferred to you',
  'new_message|one': '{{count}} new message',
  'new_message|other': '{{count}} new messages',
  window_closing: 'Reply soon: the messaging window closes within an hour',
  returned: 'Went back to waiting',
  rating_comment: 'Wrote why the rating was low',
  isNew: 'new',
  settings: 'Sound and notifications',
  about: 'Alert me to',
  aboutMessages: 'New messages in my conversations',
  aboutClosing: 'Messaging window about to close',
  aboutTransfers: 'Transfers',
  aboutMentions: 'Mentions',
  push: 'Alert this device when no page is open',
  pushHint: 'Shows only the brand and the kind of alert.',
  pushUnavailable: 'This browser doesn’t support push notifications.',
} as const;

/** What a notification says. The service worker has these words too. */
export const pushes = {
  mention: 'You were mentioned',
  transfer: 'A conversation was transferred to you',
  new_message: 'New message in your conversation',
  window_closing: 'Less than an hour left to reply to a conversation',
  returned: 'Your conversation went back to waiting',
  rating_comment: 'A contact wrote why they rated a conversation low',
} as const;
