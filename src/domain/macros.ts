/** Macros: several actions on a conversation, saved under one name and carried out in order. */

import type { Priority } from './lists/urgency';

/** What a step does. `text` may contain variables (`messages/text-variables.ts`). */
export type MacroStep =
  | { readonly type: 'reply'; readonly text: string }
  | { readonly type: 'note'; readonly text: string }
  /** Adds tags to those that the conversation has. */
  | { readonly type: 'tag'; readonly tags: readonly string[] }
  | { readonly type: 'priority'; readonly priority: Priority }
  | TransferStep
  | { readonly type: 'complete' }
  | SnoozeStep;

/** To an operator or a group: one of the two is there, and only one. */
export type TransferStep = {
  readonly type: 'transfer';
  readonly operatorId?: string | undefined;
  readonly groupId?: string | undefined;
};

/** Takes the conversation out of the lists: for a time that begins when the step is done, or until the contact writes. */
export type SnoozeStep = {
  readonly type: 'snooze';
  /** One of the two is there, and only one. */
  readonly forSeconds?: number | undefined;
  readonly untilReply?: true | undefined;
};

export type MacroStepType = MacroStep['type'];

/** Every kind of step that can be run, in the order in which the console offers them. */
export const MACRO_STEP_TYPES = [
  'reply',
  'note',
  'tag',
  'priority',
  'transfer',
  'complete',
  'snooze',
] as const satisfies readonly MacroStepType[];

/** A shorter snooze would end before anyone has looked away. */
export const SHORTEST_SNOOZE_SECONDS = 60;
export const MOST_MACRO_STEPS = 20;
/** Characters. */
export const LONGEST_MACRO_NAME = 60;
/** Characters of a canned reply's folder. */
export const LONGEST_FOLDER = 40;

/** Whether a macro is offered in a conversation of `brandId`: the reader's own, the whole desk's, or its brand's. */
export function isMacroFor(brandId: string, macro: { readonly brandId: string | null }): boolean {
  return macro.brandId === null || macro.brandId === brandId;
}
