/** The tour's steps with a bot: what they do beside writing. */
import type { ConversationBody } from '../../../contracts/conversations/conversation';
import { api } from '../../shared/api/client';
import { setSandboxBot } from './sandbox-bot';

/** Chooses the bot of rules, and completes the contact's conversation: only a new one begins with the bot. */
export async function letBotAnswer({ id, channelId, state }: ConversationBody): Promise<void> {
  await setSandboxBot(channelId, 'rules');
  if (state === 'completed') return;
  const params = { id };
  // Only an attended conversation can be completed.
  if (state !== 'active') await api('post', '/api/v1/conversations/{id}/attend', { params });
  await api('post', '/api/v1/conversations/{id}/complete', { params });
}

export async function giveBack({ id }: ConversationBody): Promise<void> {
  await api('post', '/api/v1/conversations/{id}/handback', { params: { id } });
}
