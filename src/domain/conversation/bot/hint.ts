import { wordForm } from '../../bots/word-form';
import type { BotTexts } from '../../settings';
import type { BotHint } from './bot-part';

/** What asks for the rest of an answer, beside the channel's own text for it. */
const MORE = ['继续', '更多', '1', 'more', 'continue', 'next', '続き'];
/** What agrees to read on: whoever is invited to reply with anything seldom writes more than this. */
const AGREED = ['好', '好的', '嗯', '看', '查看', '任意内容', 'ok', 'yes', 'はい', '次'];

/**
 * What a text of the contact means to a bot, or null: nothing in particular. It must be one of the words and nothing
 * else; width and case of letters do not matter.
 */
export function hintOf(text: string, { handoverKeywords, continueText }: BotTexts): BotHint | null {
  const said = wordForm(text);
  const isOne = (words: readonly string[]): boolean => words.some((word) => wordForm(word) === said);
  if (said === '') return null;
  if (isOne(handoverKeywords)) return 'person';
  return isOne([...MORE, ...AGREED, continueText]) ? 'more' : null;
}
