/** What a channel may set about rating, and what a choice is worth (docs/rating.md). */

export const RATING_IDS = ['1', '2', '3', '4', '5'] as const;

/** A choice of the menu. Its id is its score. */
export type RatingOption = { readonly id: (typeof RATING_IDS)[number]; readonly label: string };

/** How many choices the menu has. */
export const RATING_OPTIONS = { min: 2, max: RATING_IDS.length } as const;

/** A score below this asks for a reason. */
export const ASK_REASON_BELOW = { min: 2, max: 5 } as const;

/** The setting `automatic.rating` of a channel. */
export type RatingSettings = {
  /** Whether the contact is asked without a person wanting it. */
  readonly isEnabled: boolean;
  /** What stands above the choices. */
  readonly text: string;
  readonly options: readonly RatingOption[];
  /** What the contact is told after their first tap; null: nothing. */
  readonly thanks: string | null;
  /** Whether they are asked also where a time limit completes the conversation. */
  readonly onAutomaticClose: boolean;
  /** A score below it makes the contact's next text the comment; null: none does. */
  readonly askReasonBelow: number | null;
  /** What asks for the reason; null: nothing is said. */
  readonly reasonText: string | null;
};

export const DEFAULT_RATING: RatingSettings = {
  isEnabled: false,
  text: '请为本次服务评分：',
  options: [
    { id: '5', label: '非常满意' },
    { id: '4', label: '满意' },
    { id: '3', label: '一般' },
    { id: '2', label: '不满意' },
    { id: '1', label: '非常不满意' },
  ],
  thanks: null,
  onAutomaticClose: false,
  askReasonBelow: null,
  reasonText: null,
};

/** The score of a choice. */
export function scoreOf(optionId: string): number {
  return Number(optionId);
}

/** Whether a score asks for a reason. */
export function isLowScore(score: number, askReasonBelow: number | null): boolean {
  return askReasonBelow !== null && score < askReasonBelow;
}

/** Why a rating was not asked for, though it was to be; the timeline shows it. */
export const RATING_OBSTACLES = [
  'window_closed',
  'consecutive_limit_reached',
  'contact_unreachable',
  /** The contact began the next conversation first. */
  'contact_wrote',
  /** The question could not be stored. */
  'unavailable',
] as const;
export type RatingObstacle = (typeof RATING_OBSTACLES)[number];
