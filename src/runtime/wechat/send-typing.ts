import type { SendTyping } from '../../api/messages/routes';
import type { Services } from '../services';

/** Shows "typing" to a contact in WeChat. WeChat's answer does not matter: the sign is a courtesy. */
export function createSendTyping({
  contacts,
  credentialsOf,
  wechat,
}: Pick<Services, 'contacts' | 'credentialsOf' | 'wechat'>): SendTyping {
  return async ({ contactId, channelId }) => {
    const [address, credentials] = await Promise.all([
      contacts.addressOf(contactId),
      credentialsOf(channelId),
    ]);
    if (address === null || credentials === null) return;
    await wechat.sendTyping(credentials, { openId: address.openId, command: 'Typing' });
  };
}
