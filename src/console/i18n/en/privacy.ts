/** The legal hold of a contact, and erasing everything about them. */
export const privacy = {
  title: 'Privacy',
  legalHold: 'Legal hold',
  legalHoldHint:
    'While it is on, nothing of this contact can be erased, nor removed because its time is over.',
  holdTitle: 'Put this contact under legal hold?',
  holdConfirm: 'Put under legal hold',
  releaseTitle: 'End the legal hold?',
  releaseConfirm: 'End it',
  reasonLogged: 'Reason (it stands in the audit log)',
  erase: 'Erase…',
  eraseTitle: 'Erase everything about this contact?',
  eraseGoes:
    'For ever gone: messages, notes, files, drafts, name, remark, tags, OpenID, and what bots and webhooks keep of them. An open conversation is completed, and messages that wait are cancelled.',
  eraseStays:
    'What stays: how many conversations and messages there were, and when; and this entry in the audit log. What others have received, such as WeChat or your webhooks, is not called back. Backups keep it until you delete them.',
  eraseNew: 'If the person writes again, they are a new contact.',
  eraseConfirm: 'Erase for ever',
  eraseHeld: 'The contact is under legal hold.',
} as const;
