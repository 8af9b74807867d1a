/** Conversations that are offered to the reader. */
export const offers = {
  title: 'Offered to you',
  decline: 'Decline',
  begin: '{{name}} is offered to you for {{time}}.',
  end_attended: '{{operator}} attends {{name}} now.',
  end_closed: 'The conversation with {{name}} is over.',
  end_ran_out: 'The time to attend {{name}} is over.',
  end_taken_back: '{{name}} is no longer offered to you.',
  end_declined: 'Declined: {{name}}.',
  to: 'Offered to {{name}}, {{time}} left',
  toYou: 'Offered to you, {{time}} left',
} as const;
