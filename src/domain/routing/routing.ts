/** Who is rung for a brand's conversations: the setting, its ranges and its default (docs/rules.md#71). */

export const ROUTING_MODES = ['ring_all', 'offer'] as const;
/** `ring_all`: everyone is rung, the first to attend gets it. `offer`: one operator after the other is asked. */
export type RoutingMode = (typeof ROUTING_MODES)[number];

export const ROUTING_ORDERS = ['balanced', 'round_robin'] as const;
/** Whom an offer goes to: who has the fewest active conversations, or who has been without an offer longest. */
export type RoutingOrder = (typeof ROUTING_ORDERS)[number];

/** The routing of a brand. */
export type Routing = {
  readonly mode: RoutingMode;
  readonly order: RoutingOrder;
  /** The operator who attended the contact last is asked first. */
  readonly preferLastOperator: boolean;
  /** How long an operator has to answer an offer, in seconds. */
  readonly offerSeconds: number;
  /** The operator attends at once, without being asked. */
  readonly autoAttend: boolean;
  /** After how many seconds without a reply a conversation goes back to the queue; null: never. */
  readonly returnAfterSeconds: number | null;
  /** How many conversations an operator without a capacity of their own is offered; null: no limit. */
  readonly defaultCapacity: number | null;
  /** Missed conversations older than this are not offered by themselves, in hours; null: all are. */
  readonly skipOlderThanHours: number | null;
};

/** What the rules of a conversation have to know of it; whom to ask is decided outside. */
export type RoutingRules = Pick<
  Routing,
  'mode' | 'offerSeconds' | 'autoAttend' | 'returnAfterSeconds' | 'skipOlderThanHours'
>;

export const DEFAULT_ROUTING: Routing = {
  mode: 'ring_all',
  order: 'balanced',
  preferLastOperator: false,
  offerSeconds: 30,
  autoAttend: false,
  returnAfterSeconds: null,
  defaultCapacity: null,
  skipOlderThanHours: null,
};

/** Inclusive ranges of the numbers. */
export const ROUTING_RANGES = {
  offerSeconds: { min: 10, max: 600 },
  returnAfterSeconds: { min: 60, max: 86_400 },
  defaultCapacity: { min: 1, max: 100 },
  skipOlderThanHours: { min: 1, max: 720 },
} as const;

/** How many conversations an operator may be offered at the same time. */
export const CAPACITY_RANGE = { min: 1, max: 100 } as const;
