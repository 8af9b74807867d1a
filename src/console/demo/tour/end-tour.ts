import { api } from '../../shared/api/client';

/**
 * Leaves nothing open behind the tour: its conversation is completed, which also cancels what was still waiting in it,
 * and its contact unfollows the account. Their history stays, as for every contact.
 */
export async function endTour(openId: string): Promise<void> {
  const { conversation } = await api('get', '/api/v1/demo/phone/entries', { query: { openId } });
  if (conversation !== null && conversation.state !== 'completed') {
    const params = { id: conversation.id };
    // Only an attended conversation can be completed.
    if (conversation.state !== 'active') await api('post', '/api/v1/conversations/{id}/attend', { params });
    await api('post', '/api/v1/conversations/{id}/complete', { params });
  }
  await api('post', '/api/v1/demo/phone/actions', { body: { openId, action: { type: 'unfollow' } } });
}
