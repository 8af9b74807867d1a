import type { MessageBody } from '../../../contracts/conversations/message';

/**
 * For each message of a thread, the id of the conversation that ended before it; null unless the message begins the next
 * conversation. What belongs to no conversation begins none, and a later row of an earlier one begins it no second time.
 */
export function findEnds(items: readonly Pick<MessageBody, 'conversationId'>[]): readonly (string | null)[] {
  const begun = new Set<string>();
  let latestId: string | null = null;
  return items.map(({ conversationId }) => {
    if (conversationId === null || begun.has(conversationId)) return null;
    begun.add(conversationId);
    const endedId = latestId;
    latestId = conversationId;
    return endedId;
  });
}
