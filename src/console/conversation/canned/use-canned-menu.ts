import { type KeyboardEvent, useRef, useState } from 'react';
import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import { hasVariables } from '../../../domain/messages/text-variables';
import { findCanned, slashWordAt } from './find-canned';
import { useCannedReplies, useFillCannedReply } from './use-canned-replies';
import { useTellMissing } from './use-tell-missing';

const MOST = 8;
const NONE: readonly CannedReplyBody[] = [];

/**
 * The canned replies for what is typed after a slash. `onKeyDown` handles the keys of the menu while it is open and
 * returns whether it used one. `pick` receives the text with the reply in place of the word, and the new position of
 * the cursor.
 */
export function useCannedMenu(options: {
  readonly text: string;
  readonly cursor: number;
  /** Null if canned replies are not offered here. */
  readonly brandId: string | null;
  readonly conversationId: string;
  readonly pick: (text: string, cursor: number) => void;
}) {
  const { text, cursor, brandId, conversationId, pick } = options;
  const fill = useFillCannedReply(conversationId);
  const latestText = useRef(text);
  latestText.current = text;
  const tellMissing = useTellMissing();
  const [chosen, setChosen] = useState(0);
  /** The word for which Escape was pressed. */
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const typed = brandId === null ? null : slashWordAt(text, cursor);
  const { data, error, isFetching } = useCannedReplies(typed !== null);
  const usable = (data ?? NONE).filter((one) => one.brandId === null || one.brandId === brandId);
  const found = typed === null || typed.from === closedAt ? NONE : findCanned(usable, typed.word, MOST);
  const at = Math.min(chosen, found.length - 1);

  const use = (reply: CannedReplyBody): void => {
    if (typed === null) return;
    setChosen(0);
    const put = (filled: string): void => {
      const before = text.slice(0, typed.from) + filled;
      pick(before + text.slice(cursor), before.length);
    };
    // A text that stays as it is need not wait for the API, which only counts it.
    const isPlain = !hasVariables(reply.text);
    if (isPlain) put(reply.text);
    fill.mutate(reply, {
      onSuccess({ text: filled, missing }) {
        // An operator who has typed on meanwhile has changed their mind.
        if (isPlain || latestText.current !== text) return;
        put(filled);
        tellMissing(missing);
      },
    });
  };
  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (typed === null && closedAt !== null) setClosedAt(null);
    const reply = found[at];
    if (reply === undefined || typed === null) return false;
    switch (event.key) {
      case 'ArrowDown':
        setChosen((at + 1) % found.length);
        break;
      case 'ArrowUp':
        setChosen((at - 1 + found.length) % found.length);
        break;
      case 'Enter':
      case 'Tab':
        use(reply);
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
  /** A word after a slash that is about to be sent as it is: no reply was found for it, and Escape was not pressed. */
  const unknownWord =
    typed !== null && typed.word !== '' && typed.from !== closedAt && found.length === 0 ? typed.word : null;
  return { found, at, use, onKeyDown, unknownWord, isLoading: isFetching, error };
}
