import { searchForm } from '../search-form';

/**
 * The form in which words of a contact are compared: trimmed, NFKC, case folded. The same as in a search, so ＡＧＥＮＴ is
 * agent.
 */
export function wordForm(text: string): string {
  return searchForm(text).trim();
}
