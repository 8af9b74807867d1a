import type { SendTyping } from '../api/messages/routes';
import type { Services } from './services';

/**
 * Creates the function that shows "typing" to a contact in WeChat. Failures are ignored: the sign is only a courtesy.
 */
export function createSendTyping({ contacts, credentialsOf, wechat }: Services): SendTyping {
  return async ({ contactId, channelId }) => {
    const [address, credentials] = await Promise.all([
      contacts.addressOf(contactId),
      credentialsOf(channelId),
    ]);
    if (address === null || credentials === null) return;
    await wechat.sendTyping(credentials, { openId: address.openId, command: 'Typing' });
  };
}
