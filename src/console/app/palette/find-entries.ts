import { searchForm } from '../../../domain/search-form';
import type { KeyLabel } from '../../shared/keyboard/key-table';

/** A line of the palette. */
export type Entry = {
  readonly id: string;
  readonly group: 'action' | 'page' | 'canned' | 'setting' | 'search';
  readonly title: string;
  /** More words by which it is found. */
  readonly hint?: string;
  /** The key that does the same. */
  readonly keys?: KeyLabel;
  readonly run: () => void;
};

/** The groups in the order in which they are shown. */
export const ENTRY_GROUPS = ['action', 'page', 'canned', 'setting', 'search'] as const;

/**
 * The entries that have all the typed words, by group; in each those whose title begins with them, then those that have
 * them in the title, then the others. Without words: all, as they are.
 */
export function findEntries(entries: readonly Entry[], typed: string): readonly Entry[] {
  const words = searchForm(typed).trim();
  const parts = words === '' ? [] : words.split(' ');
  const rank = ({ title, hint = '' }: Entry): number => {
    const name = searchForm(title).replace(/^\//, '');
    if (name.startsWith(words)) return 0;
    if (parts.every((part) => name.includes(part))) return 1;
    const all = `${name} ${searchForm(hint)}`;
    return parts.every((part) => all.includes(part)) ? 2 : 3;
  };
  return ENTRY_GROUPS.flatMap((group) =>
    entries
      .filter((entry) => entry.group === group)
      .map((entry) => ({ entry, rank: parts.length === 0 ? 0 : rank(entry) }))
      .filter((one) => one.rank < 3)
      .sort((one, other) => one.rank - other.rank)
      .map(({ entry }) => entry),
  );
}
