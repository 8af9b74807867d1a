import { searchForm } from '../../../domain/search-form';
import type { TypedWord } from '../word-menu/use-word-menu';

/** An operator who can be mentioned. */
export type Colleague = { readonly id: string; readonly name: string };

/** Chinese and Japanese have no space before a name, so only an e-mail address is distinguished. */
const AT_WORD = /(?<![\w.+-])[@＠]([^\s@＠]*)$/u;

/** The part of a name at the cursor; null if there is none. */
export function atWordAt(text: string, cursor: number): TypedWord | null {
  const [, word] = AT_WORD.exec(text.slice(0, cursor)) ?? [];
  return word === undefined ? null : { from: cursor - word.length - 1, word };
}

/** The colleagues whose name has the word: first those whose name begins with it. */
export function findColleagues<One extends Colleague>(
  colleagues: readonly One[],
  word: string,
  most: number,
): readonly One[] {
  const wanted = searchForm(word).trim();
  const rank = ({ name }: Colleague): number => searchForm(name).indexOf(wanted);
  return colleagues
    .filter((one) => rank(one) >= 0)
    .sort((one, other) => Math.min(rank(one), 1) - Math.min(rank(other), 1))
    .slice(0, most);
}

/** The ids of those whom a text mentions as `@name`. Of two names that begin alike, the longer one is meant. */
export function mentionsIn(text: string, colleagues: readonly Colleague[]): readonly string[] {
  let rest = searchForm(text);
  const longestFirst = [...colleagues].sort((one, other) => other.name.length - one.name.length);
  const mentioned = new Set<string>();
  for (const { name } of longestFirst) {
    const sign = `@${searchForm(name)}`;
    if (!rest.includes(sign)) continue;
    for (const one of colleagues) if (one.name === name) mentioned.add(one.id);
    rest = rest.replaceAll(sign, ' ');
  }
  return [...mentioned];
}
