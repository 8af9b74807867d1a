import { useRef } from 'react';
import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import { hasVariables } from '../../../domain/messages/text-variables';
import { useWordMenu } from '../word-menu/use-word-menu';
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
  const typed = brandId === null ? null : slashWordAt(text, cursor);
  const { data, error, isFetching } = useCannedReplies(typed !== null);
  const usable = (data ?? NONE).filter((one) => one.brandId === null || one.brandId === brandId);

  const use = (reply: CannedReplyBody): void => {
    const put = (filled: string): void => pick(...menu.replaced(filled));
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
  const find = (word: string): readonly CannedReplyBody[] => findCanned(usable, word, MOST);
  const menu = useWordMenu({ text, cursor, typed, find, use });
  const { found, at, choose, onKeyDown, isOpen } = menu;
  /** A word after a slash that is about to be sent as it is: no reply was found for it, and Escape was not pressed. */
  const unknownWord = typed !== null && typed.word !== '' && isOpen && found.length === 0 ? typed.word : null;
  return { found, at, use: choose, onKeyDown, unknownWord, isLoading: isFetching, error };
}
