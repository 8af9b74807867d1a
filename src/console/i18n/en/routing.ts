/** Who is rung for a brand’s conversations. */
export const routing = {
  saved: 'Saved. Open conversations follow at once.',
  who: 'Who is rung',
  whoHint: 'For new conversations of this brand, and for those that wait now.',
  mode: 'When a contact waits',
  mode_ring_all: 'Ring everyone',
  about_ring_all:
    'Every operator of the group, or of the brand, is rung. The first to attend gets the conversation.',
  mode_offer: 'Offer to one operator at a time',
  about_offer:
    'Only one available operator is rung, then the next. The others see the conversation in Waiting and may still attend it. While nobody is available, it waits and nobody is rung.',
  offers: 'Offers',
  offersHint:
    'Operators are available while their console is open, their status is Online, and they have fewer conversations than their limit.',
  order: 'Who is asked first',
  order_balanced: 'The operator with the fewest conversations',
  about_balanced: 'Keeps the work even. Among equals, whoever has been without an offer longest.',
  order_round_robin: 'Each operator in turn',
  about_round_robin: 'Whoever has been without an offer longest, however many conversations they have.',
  preferLast: 'First ask the operator who knows the contact',
  preferLastHint: 'Whoever attended the contact last is asked first, if they are available.',
  offerSeconds: 'Time to answer an offer',
  offerSecondsHint:
    'After that, or when they decline, the next operator is asked. No one is asked again for the same conversation before this time is over.',
  autoAttend: 'Assign without asking',
  autoAttendHint: 'Operators cannot decline: the conversation is theirs at once. Their limit still applies.',
  capacity: 'Conversations at the same time',
  capacityHint: 'For operators without a limit of their own. They may always attend more by themselves.',
  noLimit: 'No limit',
  skipOlder: 'Do not offer conversations missed longer ago than',
  skipOlderHint: 'They stay in Missed until somebody attends.',
  skipNone: 'Offer all of them',
  return: 'Conversations without a reply',
  returnHint:
    'When an operator does not reply, the conversation goes back to waiting and somebody else is rung. Only opening hours count.',
  returnAfter: 'Back to waiting after',
  returnNever: 'Never',
} as const;

/** Groups of operators within a brand. */
export const groups = {
  group: 'group',
  hint: 'A group is a part of a brand’s operators, such as sales or support. Conversations for a group ring, or are offered, to its operators; all operators of the brand can see them.',
  add: 'Create a group',
  empty: 'There are no groups yet',
  emptyHint: 'Without groups, all operators of a brand are rung.',
  nobody: 'no operators: all of the brand are rung',
  channels: 'Channels: {{names}}',
  changeTitle: 'Edit {{name}}',
  brand: 'Brand',
  brandRule: 'Choose a brand.',
  nameHint: 'Operators see this name in lists and when they transfer.',
  members: 'Operators',
  membersHint: 'Members of the brand. An operator may be in several groups.',
  delete: 'Delete',
  deleteTitle: 'Delete {{name}}?',
  deleteHint:
    'Its open conversations and QR codes are for all operators of {{brand}} from then on. Nothing is lost.',
  deleteChannels: 'So are these channels: {{names}}.',
} as const;
