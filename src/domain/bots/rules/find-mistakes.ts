import { wordForm } from '../word-form';
import type { Keyword, Rule, When } from './rules';

/** A mistake in the rules of a bot. */
export type RuleMistake = {
  /** Where it is; begins with `rules`. */
  readonly path: readonly (string | number)[];
  /** A sentence that names the rule or the menu's choice. */
  readonly message: string;
};

/**
 * Every mistake in rules that are to be saved: ids that are there twice, a rule without a condition or an answer, a
 * menu's choice that no rule is for, a group where nobody is asked, and a rule that never answers because earlier ones always do. Menus may lead back
 * to each other.
 */
export function findMistakes(rules: readonly Rule[]): readonly RuleMistake[] {
  return rules.flatMap((rule, index) => [
    ...findSameId(rules, index),
    ...findEmpty(rule, index),
    ...findUnknownChoices(rules, index),
    ...findIdleGroup(rule, index),
    ...findShadow(rules, index),
  ]);
}

function findSameId(rules: readonly Rule[], index: number): readonly RuleMistake[] {
  const id = rules[index]?.id;
  const isSecond = rules.findIndex((other) => other.id === id) < index;
  return isSecond ? [{ path: ['rules', index, 'id'], message: `the rule ${id} is there twice` }] : [];
}

function findEmpty({ id, when, reply }: Rule, index: number): readonly RuleMistake[] {
  const mistakes: RuleMistake[] = [];
  if (triggersOf(when).length === 0)
    mistakes.push({ path: ['rules', index, 'when'], message: `the rule ${id} has no condition` });
  if (reply.length === 0)
    mistakes.push({ path: ['rules', index, 'reply'], message: `the rule ${id} has no answer` });
  for (const [at, { text }] of (when.keywords ?? []).entries()) {
    if (wordForm(text) !== '') continue;
    const path = ['rules', index, 'when', 'keywords', at, 'text'];
    mistakes.push({ path, message: `a keyword of the rule ${id} is empty` });
  }
  return mistakes;
}

function findUnknownChoices(rules: readonly Rule[], index: number): readonly RuleMistake[] {
  const rule = rules[index];
  const known = new Set(rules.map(({ when }) => when.menuId));
  return (rule?.reply ?? []).flatMap((message, at) => {
    if (message.type !== 'msgmenu') return [];
    return message.items.flatMap((item, choice) =>
      known.has(item.id)
        ? []
        : [
            {
              path: ['rules', index, 'reply', at, 'items', choice, 'id'],
              message: `no rule has the menuId ${item.id}, which the rule ${rule?.id} offers`,
            },
          ],
    );
  });
}

function findIdleGroup({ id, then, groupId }: Rule, index: number): readonly RuleMistake[] {
  if (groupId === undefined || then === 'handover') return [];
  return [
    { path: ['rules', index, 'groupId'], message: `the rule ${id} names a group and does not hand over` },
  ];
}

function findShadow(rules: readonly Rule[], index: number): readonly RuleMistake[] {
  const rule = rules[index];
  if (rule === undefined) return [];
  const triggers = triggersOf(rule.when);
  const shadows = triggers.map((trigger) =>
    rules.slice(0, index).find(({ when }) => isNoNarrower(when, rule.when) && covers(when, trigger)),
  );
  const [shadow] = shadows;
  if (shadow === undefined || shadows.includes(undefined)) return [];
  const message = `the rule ${rule.id} never answers, because the rule ${shadow.id} always answers before it`;
  return [{ path: ['rules', index], message }];
}

/** One reason for a rule to fit. */
type Trigger = { readonly type: 'any' } | { readonly type: 'menu'; readonly menuId: string } | KeywordTrigger;
type KeywordTrigger = { readonly type: 'keyword'; readonly keyword: Keyword };

function triggersOf({ any, menuId, keywords = [], first, outOfHours }: When): readonly Trigger[] {
  if (any === true) return [{ type: 'any' }];
  const named: Trigger[] = keywords.map((keyword) => ({ type: 'keyword', keyword }));
  if (menuId !== undefined) named.push({ type: 'menu', menuId });
  const isMoment = first === true || outOfHours === true;
  return named.length === 0 && isMoment ? [{ type: 'any' }] : named;
}

/** Whether a rule asks no more of the moment than another one. */
function isNoNarrower(when: When, other: When): boolean {
  return (
    (when.first !== true || other.first === true) && (when.outOfHours !== true || other.outOfHours === true)
  );
}

/** Whether a rule fits whatever message sets off the trigger. */
function covers(when: When, trigger: Trigger): boolean {
  return triggersOf(when).some((own) => {
    if (own.type === 'any') return true;
    if (own.type === 'menu') return trigger.type === 'menu' && trigger.menuId === own.menuId;
    return trigger.type === 'keyword' && coversKeyword(own.keyword, trigger.keyword);
  });
}

function coversKeyword(own: Keyword, other: Keyword): boolean {
  const [ownForm, otherForm] = [wordForm(own.text), wordForm(other.text)];
  if (ownForm === '') return false;
  if (own.match === 'contains') return otherForm.includes(ownForm);
  return other.match === 'equals' && otherForm === ownForm;
}
