import { givenName } from '../domain/contact';
import type { TextValues } from '../domain/messages/text-variables';
import type { StoredConversation } from '../store/conversations/conversation-rows';
import type { FindTextNames } from '../store/macros/text-names';
import type { Viewer } from './middleware/viewer';

/** The values of a text's variables when this viewer writes in this conversation. */
export async function textValuesOf(
  findTextNames: FindTextNames,
  { conversation, contact }: StoredConversation,
  viewer: Viewer,
): Promise<TextValues> {
  const { channelName, brandName } = await findTextNames(conversation.channelId);
  return {
    'contact.name': givenName(contact),
    'operator.name': viewer.name,
    'brand.name': brandName,
    'channel.name': channelName,
    'conversation.id': conversation.id,
  };
}
