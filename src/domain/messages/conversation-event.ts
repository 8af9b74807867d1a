import type { TimelineEvent } from '../conversation/step';

/** Why a snooze ended (docs/rules.md#47). */
export const SNOOZE_ENDS = ['time', 'message', 'transfer', 'returned', 'operator'] as const;
export type SnoozeEnd = (typeof SNOOZE_ENDS)[number];

/**
 * Rows of the transcript about the conversation itself. The database files them with the projection that shows the change
 * (migration 0024). `from`: the id of the completed conversation; `until`: an ISO time, null until the contact writes.
 */
export type ConversationEventContent =
  | { readonly type: 'reopened'; readonly from: string }
  | { readonly type: 'snoozed'; readonly until: string | null }
  | { readonly type: 'snooze_ended'; readonly cause: SnoozeEnd };

/** Lists show what was said last, not that the conversation was put aside, or who has it. */
export const NOT_THE_LAST_MESSAGE = [
  'snoozed',
  'snooze_ended',
  'handover',
  'handback',
  'missed',
  'returned',
  'automatic_skipped',
  'rating_not_asked',
] as const satisfies readonly (ConversationEventContent | TimelineEvent)['type'][];
