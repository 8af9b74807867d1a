/**
 * Outbound messages that someone has to look at (docs/rules.md#51): failed ones, those that may or may not have
 * arrived, and held ones.
 */
export type Trouble = { readonly failed: number; readonly unknown: number; readonly held: number };

/**
 * How long trouble keeps a conversation on the list. WeChat lets us write for only 48 hours, so trouble that is a week
 * old can no longer be put right and would only hide newer trouble.
 */
export const TROUBLE_LASTS_MS = 7 * 24 * 3_600_000;
