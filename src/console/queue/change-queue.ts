import type { ConversationBody } from '../../contracts/conversations/conversation';
import { type Conversation, knowsAll, merged } from '../shared/conversations/received';

type Item = { readonly conversation: Conversation };
type Placed = Pick<ConversationBody, 'state' | 'operator' | 'group' | 'offer'>;

/** What decides on the place of a conversation in the queue, and on the load of its operator. */
export function placeInQueue({ state, operator, group, offer }: Placed): string {
  return [state, operator?.id, group?.id, offer?.operator.id, offer?.until].join(' ');
}

/** The items of a page after a change: whoever no longer waits is gone. The order is the API's. */
export function changeQueue<One extends Item>(items: readonly One[], changed: Conversation): readonly One[] {
  const known = items.find(({ conversation }) => conversation.id === changed.id)?.conversation;
  if (known === undefined || knowsAll(known, changed)) return items;
  const latest = merged(known, changed);
  if (latest.state !== 'waiting' && latest.state !== 'missed') {
    return items.filter(({ conversation }) => conversation !== known);
  }
  return items.map((one) => (one.conversation === known ? { ...one, conversation: latest } : one));
}
