import type { ReactNode } from 'react';
import css from './word-menu.module.css';

/** The id of the entry at `index` of the menu `menuId`, for the text field's `aria-activedescendant`. */
export const wordOptionId = (menuId: string, index: number): string => `${menuId}-${index}`;

/** The entries that match the word at the cursor. The text field keeps the focus and refers to the selected one. */
export function WordMenu<Item extends { readonly id: string }>(props: {
  readonly id: string;
  readonly label: string;
  readonly width: 'wide' | 'narrow';
  readonly found: readonly Item[];
  readonly at: number;
  readonly use: (item: Item) => void;
  readonly children: (item: Item) => ReactNode;
}) {
  const { id, label, width, found, at, use, children } = props;
  if (found.length === 0) return null;
  return (
    <div className={`${css.menu} ${css[width]}`} id={id} role="listbox" aria-label={label}>
      {found.map((item, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the textarea, which keeps the focus
        <div
          key={item.id}
          id={wordOptionId(id, index)}
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={css.option}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => use(item)}
        >
          {children(item)}
        </div>
      ))}
    </div>
  );
}
