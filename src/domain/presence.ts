/** What operators see of each other in a conversation. It is never kept: whoever says nothing any more is gone. */

export const PRESENCE_STATES = ['viewing', 'typing', 'gone'] as const;
export type PresenceState = (typeof PRESENCE_STATES)[number];

/** How often somebody who is there says so. */
export const PRESENCE_EVERY_MS = 10_000;
/** After this long without a report somebody counts as gone; one lost report is tolerated. */
export const PRESENCE_LASTS_MS = 25_000;
/** Who has not typed for this long does not type any more. */
export const TYPING_LASTS_MS = 6_000;
