import { MOST_TAGS } from '../domain/contact';
import type { ConversationFactsStore } from '../store/conversations/conversation-facts';
import { invalidField } from './problems';

/** Adds tags to those that a conversation has; throws `invalid_request` for `tags` where it would have too many. */
export async function addTags(
  conversationFacts: Pick<ConversationFactsStore, 'addTags'>,
  conversationId: string,
  tags: readonly string[],
): Promise<void> {
  if (await conversationFacts.addTags(conversationId, tags)) return;
  throw invalidField('tags', `would exceed the limit of ${MOST_TAGS} tags`);
}
