import type { AfterAnswer } from '../../domain/bots/answer';
import { findRule } from '../../domain/bots/rules/answer-by-rules';
import type { Rule } from '../../domain/bots/rules/rules';
import type { Answered } from '../asked';
import type { RulesBot } from '../bot';
import type { Turn } from '../turn';

/** The answer of the first rule that fits; nothing, and the bot stays, if none does. */
export function askRules({ rules }: RulesBot, { messages, isFirst, isOutOfHours }: Turn): Answered {
  const rule = findRule(rules, messages, { isFirst, isOutOfHours });
  if (rule === null) return { type: 'answered', items: [], then: { type: 'stay' }, memory: null };
  return { type: 'answered', items: rule.reply, then: toAfter(rule), memory: null };
}

function toAfter(rule: Rule): AfterAnswer {
  if (rule.then !== 'handover') return { type: rule.then };
  return { type: 'handover', groupId: rule.groupId ?? null, note: null };
}
