import { useSignedInMe } from '../../shared/session/session';
import { useColleagues } from '../requests';
import { useWordMenu } from '../word-menu/use-word-menu';
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
  const me = useSignedInMe();
  const { data = NONE } = useColleagues(brandId, isOffered);
  const others = data.filter(({ id }) => id !== me.id);
  const typed = isOffered ? atWordAt(text, cursor) : null;

  const use = ({ name }: Colleague): void => pick(...menu.replaced(`@${name} `));
  const find = (word: string): readonly Colleague[] => findColleagues(others, word, MOST);
  const menu = useWordMenu({ text, cursor, typed, find, use });
  const { found, at, choose, onKeyDown } = menu;
  return { found, at, use: choose, onKeyDown, mentions: isOffered ? mentionsIn(text, data) : [] };
}
