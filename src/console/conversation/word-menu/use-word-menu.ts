import { type KeyboardEvent, useState } from 'react';

/** What is typed after a sign at the cursor: where the sign stands, and the word behind it. */
export type TypedWord = { readonly from: number; readonly word: string };

const NONE: readonly never[] = [];

/**
 * The menu of what matches the word at the cursor of a text field. `onKeyDown` handles the keys of the menu while it is
 * open, and returns whether it used one. Escape closes the menu for this word.
 */
export function useWordMenu<Item>(options: {
  readonly text: string;
  readonly cursor: number;
  /** Null: there is no such word at the cursor, or the menu is not offered here. */
  readonly typed: TypedWord | null;
  readonly find: (word: string) => readonly Item[];
  /** Called with the entry that was chosen. */
  readonly use: (item: Item) => void;
}) {
  const { text, cursor, typed, find, use } = options;
  const [chosen, setChosen] = useState(0);
  /** The word for which Escape was pressed. */
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const isOpen = typed !== null && typed.from !== closedAt;
  const found: readonly Item[] = isOpen ? find(typed.word) : NONE;
  const at = Math.min(chosen, found.length - 1);

  const choose = (item: Item): void => {
    if (typed === null) return;
    setChosen(0);
    use(item);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (typed === null && closedAt !== null) setClosedAt(null);
    const item = found[at];
    if (item === undefined || typed === null) return false;
    switch (event.key) {
      case 'ArrowDown':
        setChosen((at + 1) % found.length);
        break;
      case 'ArrowUp':
        setChosen((at - 1 + found.length) % found.length);
        break;
      case 'Enter':
      case 'Tab':
        choose(item);
        break;
      case 'Escape':
        setClosedAt(typed.from);
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  /** The text with `put` in place of the sign and its word, and the new position of the cursor. */
  const replaced = (put: string): readonly [text: string, cursor: number] => {
    const before = text.slice(0, typed?.from ?? cursor) + put;
    return [before + text.slice(cursor), before.length];
  };
  return { found, at, choose, onKeyDown, replaced, isOpen };
}
