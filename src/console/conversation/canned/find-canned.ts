import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import { searchForm } from '../../../domain/search-form';
import type { TypedWord } from '../word-menu/use-word-menu';

/**
 * What the slash key types: `/`, `、` with a Chinese input method, `・` with a Japanese one, their full-width and
 * half-width forms, and characters that look like a slash.
 */
const SLASH_WORD = /(?:^|\s)[/／、､・･⁄∕](?![、､・･])([^\s/／⁄∕]*)$/u;

/**
 * The search word at the cursor; null if there is none. A slash inside a word (`1/2`, `茶、水`, an address) does not
 * start a search.
 */
export function slashWordAt(text: string, cursor: number): TypedWord | null {
  const [, word] = SLASH_WORD.exec(text.slice(0, cursor)) ?? [];
  return word === undefined ? null : { from: cursor - word.length - 1, word };
}

/**
 * The matching replies: first those whose shortcut starts with the word, then those that have it in the shortcut, the
 * folder or the text.
 */
export function findCanned(
  replies: readonly CannedReplyBody[],
  word: string,
  most: number,
): readonly CannedReplyBody[] {
  const wanted = searchForm(word).trim();
  const rank = ({ shortcut, folder, text }: CannedReplyBody): number => {
    const name = searchForm(shortcut);
    if (name.startsWith(wanted)) return 0;
    if (name.includes(wanted)) return 1;
    if (searchForm(folder ?? '').includes(wanted)) return 2;
    return searchForm(text).includes(wanted) ? 3 : 4;
  };
  return replies
    .map((reply) => ({ reply, rank: rank(reply) }))
    .filter((one) => one.rank < 4)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, most)
    .map(({ reply }) => reply);
}
