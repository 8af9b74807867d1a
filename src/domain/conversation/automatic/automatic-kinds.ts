/** What the desk says by itself. The texts are settings of the channel, and never enter a workflow. */
export const AUTOMATIC_KINDS = ['handover', 'welcome', 'outOfHours', 'closed', 'nudge', 'rating'] as const;
export type AutomaticKind = (typeof AUTOMATIC_KINDS)[number];

/** An automatic message that is to be said; `number` makes it one of its kind in the conversation. */
export type ToSay = { readonly kind: AutomaticKind; readonly number: number };
