/** The programs of others: a bot with which the conversations of a channel begin, and an endpoint that is told everything. */
import { callApi, expectOk } from '../desk/client';
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

export type Administrator = { readonly urls: readonly string[]; readonly adminToken: string };

/** Starts both and names them to the desk; `undo` gets how to end them. */
export async function connectPartners(
  { urls, adminToken }: Administrator,
  { brandId, channelId }: { readonly brandId: string; readonly channelId: string },
  undo: (() => Promise<void> | void)[],
): Promise<Partners> {
  const bot = await startBot();
  undo.push(() => bot.close());
  const endpoint = await startEndpointPartner();
  undo.push(() => endpoint.close());
  const ask = <Body>(method: string, where: string, body: unknown): Promise<Body> =>
    expectOk<Body>(urls[0] ?? '', adminToken, method, where, body);
  const { id: botId } = await ask<{ id: string }>('POST', '/bots', {
    brandId,
    kind: 'webhook',
    name: 'Bot',
    url: bot.url,
    secret: bot.secret,
  });
  await ask('PATCH', `/channels/${channelId}`, { settings: { bot: { botId } } });
  const created = await ask<{ id: string; secret: string }>('POST', '/webhooks', {
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
      // Whoever answers; if nobody does, the bot stays paused for some minutes.
      for (const url of [...urls, ...urls]) {
        const answer = await callApi(url, adminToken, 'PATCH', `/bots/${botId}`, { body });
        if (answer.outcome === 'ok') return;
      }
    },
  };
}
