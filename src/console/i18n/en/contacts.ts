export const contacts = {
  title: 'Contacts',
  hint: 'Everyone who has written to your Official Accounts or follows them.',
  search: 'Search names, remarks and tags',
  channel: 'Channel',
  subscribed: 'Follows the account',
  subscribed_true: 'Follows',
  subscribed_false: 'Does not follow',
  blocked: 'Blocked',
  blocked_true: 'Blocked',
  blocked_false: 'Not blocked',
  open: 'Open conversation',
  noConversation: 'This contact has no conversation yet.',
  empty: 'No contacts found',
  emptyHint: 'Change the search or the filters.',
} as const;

export const tags = {
  hint: 'Tags of contacts and conversations in all brands. Changes take effect everywhere at once.',
  empty: 'There are no tags yet',
  emptyHint: 'Operators add tags to a contact, or to several conversations at once.',
  uses: 'Contacts: {{contacts}} · Conversations: {{conversations}}',
  rename: 'Rename',
  renameTitle: 'Rename “{{tag}}”',
  mergeHint: 'If a tag with this name exists, the two become one.',
  delete: 'Delete',
  deleteTitle: 'Delete the tag “{{tag}}”?',
  deleteHint:
    'It is removed from contacts ({{contacts}}) and conversations ({{conversations}}). This cannot be undone.',
} as const;
