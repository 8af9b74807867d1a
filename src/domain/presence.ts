/** What operators see of each other in a conversation. It is never stored: it ends when no more reports arrive. */

export const PRESENCE_STATES = ['viewing', 'typing', 'gone'] as const;
export type PresenceState = (typeof PRESENCE_STATES)[number];

/** How often a console reports that its operator is there. */
export const PRESENCE_EVERY_MS = 10_000;
/** After this long without a report somebody counts as gone; one lost report is tolerated. */
export const PRESENCE_LASTS_MS = 25_000;
/** After this long without a keystroke an operator no longer counts as typing. */
export const TYPING_LASTS_MS = 6_000;
