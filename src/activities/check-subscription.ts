import { ApplicationFailure } from '@temporalio/activity';
import type { ContactAddress } from '../store/contacts/contact-rows';
import type { WeChatClient } from '../wechat/calls/client';
import type { CredentialsOf } from './send-to-wechat';

export type CheckSubscriptionDeps = {
  readonly wechat: Pick<WeChatClient, 'userInfo'>;
  readonly addressOf: (contactId: string) => Promise<ContactAddress | null>;
  readonly credentialsOf: CredentialsOf;
};

/**
 * Asks WeChat whether a contact still follows the account, because 45015 means both "window closed" and "unsubscribed".
 * Null if WeChat's answer does not say. Throws a retryable failure if WeChat could not be reached.
 */
export function createCheckSubscription({ wechat, addressOf, credentialsOf }: CheckSubscriptionDeps) {
  return async ({ contactId }: { contactId: string }): Promise<boolean | null> => {
    const address = await addressOf(contactId);
    const credentials = address === null ? null : await credentialsOf(address.channelId);
    if (address === null || credentials === null) return null;
    const answer = await wechat.userInfo(credentials, address.openId);
    if (answer.type === 'read') return answer.value.isSubscribed;
    if (answer.type === 'refused') return null;
    throw ApplicationFailure.retryable(`WeChat could not be reached: ${answer.reason}`, 'WeChatUnavailable');
  };
}
