/** Whether an operator is there for conversations (docs/rules.md#72). */

export const AVAILABILITY_STATUSES = ['online', 'away', 'handing_over'] as const;
/** What an operator has chosen: `away` gets no offers; `handing_over` also gives back what they have. */
export type AvailabilityStatus = (typeof AVAILABILITY_STATUSES)[number];

/** How long an operator counts as connected after their last event stream was closed, in ms. */
export const CONNECTED_FOR_MS = 60_000;

/** What decides whether an operator has a free place. */
export type Places = {
  /** How many conversations they attend, and how many open offers they have: each occupies a place. */
  readonly active: number;
  readonly offers: number;
  /** Null: no limit. */
  readonly capacity: number | null;
};

/** What decides whether offers go to an operator. */
export type AvailabilityFacts = Places & {
  readonly status: AvailabilityStatus;
  /** An event stream of theirs is open, or was less than `CONNECTED_FOR_MS` ago. */
  readonly isConnected: boolean;
};

/** Whether an operator gets offers. Everyone may always take more by hand. */
export function isAvailable(facts: AvailabilityFacts): boolean {
  return facts.isConnected && facts.status === 'online' && hasFreePlace(facts);
}

/** Whether an operator may be offered one more conversation. The store asks the same (`has_free_place`, migration 0031). */
export function hasFreePlace({ active, offers, capacity }: Places): boolean {
  return capacity === null || active + offers < capacity;
}
