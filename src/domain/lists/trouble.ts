/**
 * Messages of ours that somebody has to look at (docs/rules.md#51): failed ones, those of which nobody knows whether they
 * arrived, and held ones.
 */
export type Trouble = { readonly failed: number; readonly unknown: number; readonly held: number };

/**
 * For how long after it happened trouble keeps a conversation on the list. WeChat lets us write for 48 hours; what nobody
 * has made good within a week cannot be made good any more, and would only hide what is new.
 */
export const TROUBLE_LASTS_MS = 7 * 24 * 3_600_000;
