/** What operators are alerted to: things that wait for one operator in particular. */
export const ALERT_KINDS = [
  'mention',
  'transfer',
  'new_message',
  'window_closing',
  'returned',
  'rating_comment',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** How many operators one note can mention. */
export const MOST_MENTIONS = 20;
