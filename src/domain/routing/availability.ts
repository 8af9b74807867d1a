/** Whether an operator is there for conversations (docs/rules.md#72). */

export const AVAILABILITY_STATUSES = ['online', 'away', 'handing_over'] as const;
/** What an operator has chosen: `away` gets no offers; `handing_over` also gives back what they have. */
export type AvailabilityStatus = (typeof AVAILABILITY_STATUSES)[number];

/** How long an operator counts as connected after their last event stream was closed, in ms. */
export const CONNECTED_FOR_MS = 60_000;

/** What decides whether offers go to an operator. */
export type AvailabilityFacts = {
  readonly status: AvailabilityStatus;
  /** An event stream of theirs is open, or was less than `CONNECTED_FOR_MS` ago. */
  readonly isConnected: boolean;
  /** How many conversations they attend, and how many open offers they have: each occupies a place. */
  readonly active: number;
  readonly offered: number;
  /** Null: no limit. */
  readonly capacity: number | null;
};

/** Whether an operator gets offers. Everyone may always take more by hand. */
export function isAvailable({ status, isConnected, ...places }: AvailabilityFacts): boolean {
  return isConnected && status === 'online' && hasFreePlace(places);
}

/** Whether an operator may be offered one more: an open offer occupies a place, too. */
export function hasFreePlace({
  active,
  offered,
  capacity,
}: Pick<AvailabilityFacts, 'active' | 'offered' | 'capacity'>): boolean {
  return capacity === null || active + offered < capacity;
}
