/** Words of a contact that are not asked to the bot. */
import { searchForm } from '../search-form';

/** The words that ask for a person, if a channel names no others. */
export const DEFAULT_HANDOVER_KEYWORDS: readonly string[] = [
  '人工',
  '转人工',
  '客服',
  'human',
  'agent',
  'オペレーター',
];

/** What the last message says if there is more to read, if a channel says nothing else. */
export const DEFAULT_CONTINUE_TEXT = '回复任意内容查看余下内容';

const MORE: readonly string[] = ['继续', '更多', '1', 'more', 'continue', 'next', '続き'];

/**
 * The form in which words of a contact are compared: trimmed, NFKC, case folded. The same as in a search, so ＡＧＥＮＴ is
 * agent.
 */
export function wordForm(text: string): string {
  return searchForm(text).trim();
}

/** Whether a message is one of the channel's keywords, and nothing else: then a person is asked for. */
export function asksForPerson(text: string, keywords: readonly string[]): boolean {
  const form = wordForm(text);
  return form !== '' && keywords.some((keyword) => wordForm(keyword) === form);
}

/** Whether a message only asks for what is still held of an answer: one of the usual words, or `continueText` itself. */
export function asksForMore(text: string, continueText: string): boolean {
  const form = wordForm(text);
  return form !== '' && [...MORE, continueText].some((word) => wordForm(word) === form);
}
