import { api } from '../../shared/api/client';
import { setSandboxBot } from './sandbox-bot';

/**
 * Leaves nothing open behind the tour: its conversation is completed, which also cancels what was still waiting in it,
 * its contact unfollows the account, and the account has no bot any more. Their history stays, as for every contact.
 */
export async function endTour(openId: string): Promise<void> {
  const { conversation } = await api('get', '/api/v1/demo/phone/entries', { query: { openId } });
  if (conversation !== null && conversation.state !== 'completed') {
    const params = { id: conversation.id };
    // Only an attended conversation can be completed.
    if (conversation.state !== 'active') await api('post', '/api/v1/conversations/{id}/attend', { params });
    await api('post', '/api/v1/conversations/{id}/complete', { params });
  }
  // With a bot, the earlier steps of the tour would go another way.
  if (conversation !== null) await setSandboxBot(conversation.channelId, null);
  await api('post', '/api/v1/demo/phone/actions', { body: { openId, action: { type: 'unfollow' } } });
}
