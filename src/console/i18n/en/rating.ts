/** How a channel asks for ratings. */
export const rating = {
  title: 'Rating',
  hint: 'A message with choices asks the contact to rate the conversation, once. It may take the last place before the limit. An operator can always ask by hand.',
  enabled: 'Ask when an operator completes a conversation',
  onAutomaticClose: 'Ask also when a time limit completes it',
  text: 'Question',
  options: 'Choices',
  optionsHint: 'The number is the score. Leave a text empty to leave that choice out.',
  optionLabel: 'Text for score {{score}}',
  tooFew: 'Fill in at least {{min}} choices.',
  thanks: 'Thanks',
  thanksHint: 'Sent once, after the first tap. Leave empty to send nothing.',
  below: 'Ask for a reason below score',
  belowNone: 'Never',
  belowHint:
    'After a lower score the contact’s next text, within ten minutes, is kept as the comment and starts no conversation.',
  reason: 'Question for the reason',
  reasonHint: 'Sent once, after a low score. Leave empty to send nothing.',
} as const;
