/** Who waits for an operator. */
export const queue = {
  hint: 'Everyone who waits for an operator, in the order in which they are offered.',
  hintOwn: 'Everyone who waits for your groups, or for no group in particular.',
  emptyHint: 'Whoever waits for an operator, or was missed, is listed here.',
  since: 'for {{time}}',
  asked: 'Asked so far: {{names}}',
  formerOperator: 'someone else',
  allBrands: 'All brands',
  allGroups: 'All groups',
  available: '{{number}} of {{count}} available',
  conversations: 'conversations',
  offered: '{{number}} offered',
  pages: 'Pages',
  previous: 'Previous',
  next: 'Next',
  range: '{{from}} to {{to}}',
} as const;
