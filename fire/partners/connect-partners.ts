/** The programs of others: a bot with which the conversations of a channel begin, and an endpoint that is told everything. */
import { type Administrator, callApi, expectOk } from '../desk/client';
import { type BotPartner, startBot } from './bot';
import { type EndpointPartner, startEndpointPartner } from './endpoint';

export type Partners = {
  readonly bot: BotPartner;
  /** Changes the bot, as an administrator who has mended it: its pause ends (docs/rules.md#65). */
  readonly mendBot: () => Promise<void>;
  readonly endpoint: EndpointPartner;
  /** Of the outgoing webhook. */
  readonly webhookId: string;
};

/** Starts both and names them to the desk; `undo` gets how to end them. */
export async function connectPartners(
  administrator: Administrator,
  { brandId, channelId }: { readonly brandId: string; readonly channelId: string },
  undo: (() => Promise<void> | void)[],
): Promise<Partners> {
  const bot = await startBot();
  undo.push(() => bot.close());
  const endpoint = await startEndpointPartner();
  undo.push(() => endpoint.close());
  const { id: botId } = await expectOk<{ id: string }>(administrator, 'POST', '/bots', {
    brandId,
    kind: 'webhook',
    name: 'Bot',
    url: bot.url,
    secret: bot.secret,
  });
  await expectOk(administrator, 'PATCH', `/channels/${channelId}`, { settings: { bot: { botId } } });
  const created = await expectOk<{ id: string; secret: string }>(administrator, 'POST', '/webhooks', {
    url: endpoint.url,
    events: ['*'],
  });
  endpoint.knows(created.secret);
  let mended = 0;
  return {
    bot,
    endpoint,
    webhookId: created.id,
    async mendBot() {
      mended += 1;
      const body = { name: `Bot, mended ${mended} times` };
      const { urls, adminToken } = administrator;
      // Whoever answers; if nobody does, the bot stays paused for some minutes.
      for (const url of [...urls, ...urls]) {
        const answer = await callApi(url, adminToken, 'PATCH', `/bots/${botId}`, { body });
        if (answer.outcome === 'ok') return;
      }
    },
  };
}
