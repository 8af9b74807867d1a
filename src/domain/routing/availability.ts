/** Whether an operator is there for conversations (docs/rules.md#72). */

export const AVAILABILITY_STATUSES = ['online', 'away', 'handing_over'] as const;
/** What an operator has chosen: `away` gets no offers; `handing_over` also gives back what they have. */
export type AvailabilityStatus = (typeof AVAILABILITY_STATUSES)[number];

/** How long an operator counts as connected after their last event stream was closed, in ms. */
export const CONNECTED_FOR_MS = 60_000;
