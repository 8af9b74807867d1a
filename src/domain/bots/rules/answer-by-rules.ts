import { wordForm } from '../word-form';
import type { Keyword, Rule, When } from './rules';

/** A message of the contact, as rules see it. */
export type RuleMessage = {
  /** Empty where there is none, e.g. of a picture. */
  readonly text: string;
  /** The rule's own id of the choice that was tapped (`menu-ids.ts` knows it); null: no tap on a menu of the bot. */
  readonly menuId: string | null;
};

export type RuleMoment = {
  /** Whether this is the conversation's first batch. */
  readonly isFirst: boolean;
  readonly isOutOfHours: boolean;
};

/**
 * The rule that answers a batch: message by message, the first rule that fits one of them. Null if none fits any; the
 * contact gets no answer then, and no mistake was made.
 */
export function findRule(
  rules: readonly Rule[],
  batch: readonly RuleMessage[],
  moment: RuleMoment,
): Rule | null {
  for (const message of batch) {
    const rule = rules.find(({ when }) => isMoment(when, moment) && isAbout(when, message));
    if (rule !== undefined) return rule;
  }
  return null;
}

function isMoment({ first, outOfHours }: When, { isFirst, isOutOfHours }: RuleMoment): boolean {
  return (first !== true || isFirst) && (outOfHours !== true || isOutOfHours);
}

function isAbout({ any, menuId, keywords = [], first, outOfHours }: When, message: RuleMessage): boolean {
  if (any === true) return true;
  const namesMessage = menuId !== undefined || keywords.length > 0;
  if (!namesMessage) return first === true || outOfHours === true;
  if (menuId !== undefined && message.menuId === menuId) return true;
  const form = wordForm(message.text);
  return keywords.some((keyword) => fits(keyword, form));
}

function fits({ text, match }: Keyword, form: string): boolean {
  const keyword = wordForm(text);
  if (keyword === '') return false;
  return match === 'equals' ? form === keyword : form.includes(keyword);
}
