/** Retention, exports and imports. */
export const retention = {
  title: 'Retention',
  hint: 'What is not kept for ever. Rows, times and counts stay; contacts under legal hold keep everything.',
  messagesDays: 'Remove the texts of conversations after',
  messagesDaysHint:
    'Counted from the completion. Open conversations are never touched. What is removed cannot be brought back.',
  filesDays: 'Remove files after',
  filesDaysHint:
    'Pictures, voice messages and videos of completed conversations. A file that another conversation uses stays.',
  forEver: 'Keep for ever',
  days: 'days',
  eraseOnUnfollow: 'Erase contacts who unfollow',
  eraseOnUnfollowHint: 'Also those who have unfollowed already. Their conversations are completed first.',
};

export const contactExport = {
  title: 'Export data',
  withNotes: 'With internal notes',
};

export const imports = {
  open: 'Import…',
  'title_canned-replies': 'Import canned replies',
  title_operators: 'Import operators',
  title_tags: 'Import tags of contacts',
  'columns_canned-replies': 'A CSV file with the columns shortcut, text and, if you like, folder.',
  columns_operators:
    'A CSV file with the columns name, email and, if you like, role and brands (names with ; between them). They get no password: invite them afterwards.',
  columns_tags:
    'A CSV file with the columns openId and tags (with ; between them). The tags are added to those that a contact has.',
  file: 'File',
  brand: 'Brand',
  channel: 'Channel',
  run: 'Import',
  done: 'Imported lines: {{lines}}',
  preview: 'New: {{created}} · changed: {{changed}} · as before: {{unchanged}} · wrong: {{errors}}',
  lines: 'Lines of the file',
  line: 'Line',
  key: 'About',
  outcome: 'Outcome',
  detail: 'Details',
  status_created: 'New',
  status_changed: 'Changed',
  status_unchanged: 'As before',
  status_error: 'Wrong',
  code_invalid: 'Not valid',
  code_wrong_columns: 'Not as many columns as the header',
  code_duplicate: 'Twice in the file',
  code_taken: 'Exists already',
  code_unknown_brand: 'Unknown brand',
  code_unknown_contact: 'Unknown contact',
  code_too_many_tags: 'Too many tags',
};
