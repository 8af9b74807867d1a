import { useMemo } from 'react';
import type { Conversation } from '../shared/conversations/received';
import { useConversationList } from '../shared/conversations/use-conversations';
import { useStored } from '../shared/ui/use-stored';

/**
 * The ringing conversations: those that wait, in all brands that the reader may see, until an operator attends, the
 * ring time is over, or the bell in this browser was silenced while they rang.
 */
export function useRinging(): { readonly ringing: readonly Conversation[]; readonly silence: () => void } {
  const { items } = useConversationList({ list: 'waiting' });
  const [stored, store] = useStored('ring.silenced');
  const ringing = useMemo(() => {
    const silenced = new Set(stored?.split(' '));
    return items.filter(({ id, state }) => state === 'waiting' && !silenced.has(id));
  }, [items, stored]);
  // Forgets those that no longer wait.
  return { ringing, silence: () => store(items.map(({ id }) => id).join(' ')) };
}
