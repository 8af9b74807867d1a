import { type KeyboardEvent, useState } from 'react';
import { useSignedInMe } from '../../shared/session/session';
import { useColleagues } from '../requests';
import { atWordAt, type Colleague, findColleagues, mentionsIn } from './find-mentions';

const MOST = 8;
const NONE: readonly Colleague[] = [];

/**
 * The colleagues for what is typed after an `@` in a note. `onKeyDown` handles the keys of the menu while it is open and
 * returns whether it used one. `pick` receives the text with the name in it, and the new position of the cursor.
 */
export function useMentionMenu(options: {
  readonly text: string;
  readonly cursor: number;
  readonly brandId: string;
  /** False where mentions are not possible: in a reply. */
  readonly isOffered: boolean;
  readonly pick: (text: string, cursor: number) => void;
}) {
  const { text, cursor, brandId, isOffered, pick } = options;
  const [chosen, setChosen] = useState(0);
  /** The word for which Escape was pressed, or that was completed. */
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const me = useSignedInMe();
  const { data = NONE } = useColleagues(brandId, isOffered);
  const others = data.filter(({ id }) => id !== me.id);
  const typed = isOffered ? atWordAt(text, cursor) : null;
  const found = typed === null || typed.from === closedAt ? NONE : findColleagues(others, typed.word, MOST);
  const at = Math.min(chosen, found.length - 1);

  const use = ({ name }: Colleague): void => {
    if (typed === null) return;
    const before = `${text.slice(0, typed.from)}@${name} `;
    setChosen(0);
    pick(before + text.slice(cursor), before.length);
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (typed === null && closedAt !== null) setClosedAt(null);
    const colleague = found[at];
    if (colleague === undefined || typed === null) return false;
    switch (event.key) {
      case 'ArrowDown':
        setChosen((at + 1) % found.length);
        break;
      case 'ArrowUp':
        setChosen((at - 1 + found.length) % found.length);
        break;
      case 'Enter':
      case 'Tab':
        use(colleague);
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
  return { found, at, use, onKeyDown, mentions: isOffered ? mentionsIn(text, data) : [] };
}
