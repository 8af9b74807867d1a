/** What operators see of each other in a conversation. It is not stored and ends when reports stop arriving. */

export const PRESENCE_STATES = ['viewing', 'typing', 'gone'] as const;
export type PresenceState = (typeof PRESENCE_STATES)[number];

/** How often a console reports its operator's presence. */
export const PRESENCE_EVERY_MS = 10_000;
/** Without a report for this long, an operator counts as gone; one lost report is tolerated. */
export const PRESENCE_LASTS_MS = 25_000;
/** Without a keystroke for this long, an operator no longer counts as typing. */
export const TYPING_LASTS_MS = 6_000;
