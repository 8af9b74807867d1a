/** What operators are alerted to: somebody or something waits for them in particular. */
export const ALERT_KINDS = ['mention', 'transfer', 'new_message', 'window_closing', 'returned'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** A note can mention this many colleagues. */
export const MOST_MENTIONS = 20;
