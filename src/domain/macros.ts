/** Macros: several actions on a conversation, saved under one name and carried out in order. */

/** What a step does. `text` may contain variables (`messages/text-variables.ts`). */
export type MacroStep =
  | { readonly type: 'reply'; readonly text: string }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'transfer'; readonly operatorId: string }
  | { readonly type: 'complete' };

export type MacroStepType = MacroStep['type'];

/** Every kind of step that can be run, in the order in which the console offers them. */
export const MACRO_STEP_TYPES = [
  'reply',
  'note',
  'transfer',
  'complete',
] as const satisfies readonly MacroStepType[];

export const MOST_MACRO_STEPS = 20;
/** Characters. */
export const LONGEST_MACRO_NAME = 60;
/** Characters of a canned reply's folder. */
export const LONGEST_FOLDER = 40;

/** Whether a macro is offered in a conversation of `brandId`: the reader's own, the whole desk's, or its brand's. */
export function isMacroFor(brandId: string, macro: { readonly brandId: string | null }): boolean {
  return macro.brandId === null || macro.brandId === brandId;
}
