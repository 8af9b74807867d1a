import { api } from '../../shared/api/client';
import { loadAll } from '../../shared/api/load-all';

/**
 * Chooses the bot of new conversations in a channel: one of rules of the channel's brand (`npm start` makes one), or
 * none. Open conversations keep theirs.
 */
export async function setSandboxBot(channelId: string, bot: 'rules' | null): Promise<void> {
  const params = { id: channelId };
  const channel = await api('get', '/api/v1/channels/{id}', { params });
  const bots = bot === null ? [] : await loadAll((query) => api('get', '/api/v1/bots', { query }));
  const chosen = bots.find(({ kind, brandId }) => kind === bot && brandId === channel.brandId);
  const botId = chosen?.id ?? null;
  if (botId === channel.settings.bot.botId) return;
  await api('patch', '/api/v1/channels/{id}', { params, body: { settings: { bot: { botId } } } });
}
