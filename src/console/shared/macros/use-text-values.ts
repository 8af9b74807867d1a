import { contactName } from '../../../domain/contact';
import type { TextValues } from '../../../domain/messages/text-variables';
import type { Conversation } from '../conversations/received';
import { useSignedInMe } from '../session/session';
import { useBrands, useChannels } from '../setup/requests';

/** What the variables of a text stand for in a conversation, as the API fills them; null until the names are loaded. */
export function useTextValues({ id, brandId, channelId, contact }: Conversation): TextValues | null {
  const me = useSignedInMe();
  const brands = useBrands().data;
  const channels = useChannels().data;
  if (brands === undefined || channels === undefined) return null;
  const isMadeUp = contact.name === contactName({ id: contact.id, name: null, remark: null });
  return {
    'contact.name': isMadeUp ? null : contact.name,
    'operator.name': me.name,
    'brand.name': brands.find((brand) => brand.id === brandId)?.name ?? '',
    'channel.name': channels.find((channel) => channel.id === channelId)?.name ?? '',
    'conversation.id': id,
  };
}
