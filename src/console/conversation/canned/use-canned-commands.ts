import { useMemo, useRef } from 'react';
import type { CannedReplyBody } from '../../../contracts/conversations/canned-reply';
import { type Command, useCommands, useKeyboard } from '../../shared/keyboard/shortcuts';
import { useCannedReplies } from './use-canned-replies';

const NONE: readonly Command[] = [];

/** Offers the canned replies of a brand in the palette, which calls `use` with the chosen one. Null: none. */
export function useCannedCommands(brandId: string | null, use: (reply: CannedReplyBody) => void): void {
  const { isPaletteOpen } = useKeyboard();
  const { data } = useCannedReplies(isPaletteOpen && brandId !== null);
  const latest = useRef(use);
  latest.current = use;
  const commands = useMemo(
    () =>
      isPaletteOpen && brandId !== null
        ? (data ?? [])
            .filter((one) => one.brandId === null || one.brandId === brandId)
            .map(
              (one): Command => ({
                id: `canned ${one.id}`,
                group: 'canned',
                title: `/${one.shortcut}`,
                hint: one.text,
                run: () => latest.current(one),
              }),
            )
        : NONE,
    [isPaletteOpen, brandId, data],
  );
  useCommands(commands);
}
