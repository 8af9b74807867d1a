/** What happens to a channel's conversations when it is changed, disabled or deleted, on the real engine. */
import { sql } from 'drizzle-orm';
import { createChannelHealth } from '../../src/store/channels/channel-health';
import { rowsOf } from '../../src/store/engine/rows';
import { type Desk, type DeskChannel, startDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { createScenario, LI, lines, type Scenario } from '../support/scenario';

let desk: Desk;
let scenario: Scenario;
beforeAll(async () => {
  desk = await startDesk();
  scenario = createScenario(desk);
}, 60_000);
afterAll(() => desk.close());

const rowsOfContact = async (contactId: string) =>
  rowsOf<{ seq: number | null; conversation_id: string | null }>(
    desk.database.db,
    sql`select seq, conversation_id from messages where contact_id = ${contactId} order by inbox_number`,
  );
const remove = (channel: DeskChannel) => desk.services.channels.remove(channel.channelId, [desk.brandId]);

it('a changed setting reaches open conversations', async () => {
  const channel = await scenario.channel({ ringTimeSeconds: 3_600, consecutiveLimit: 5 });
  const customer = scenario.customer({ channel });
  await customer.writes();
  await scenario.changeChannel(channel, { settings: { consecutiveLimit: 1, windowAnchor: 'last-inbound' } });
  await eventually(
    async () => (await customer.conversation()).conversation.settings.consecutiveLimit === 1,
    'it is told',
  );
  expect((await customer.conversation()).conversation.settings.windowAnchor).toBe('last-inbound');
  await customer.isAnswered('一');
  expect((await customer.reply('二')).refusal).toMatchObject({ code: 'consecutive_limit_reached', limit: 1 });
  await scenario.changeChannel(channel, { settings: { ringTimeSeconds: 10 } });
  const other = scenario.customer({ channel });
  await other.writes();
  await other.waits(11_000);
  await other.becomes('missed');
});

it('disabled: open conversations end, transcripts stay, and later messages are filed without a conversation', async () => {
  const channel = await scenario.channel({ ringTimeSeconds: 3_600 });
  const waiting = scenario.customer({ channel });
  const active = scenario.customer({ channel });
  await waiting.writes('等');
  await active.writes('聊');
  await active.attend(LI);
  await active.isAnswered('您好');
  const held = await Promise.all(
    ['1', '2', '3', '4', '5'].map((text) => active.reply(text, { whenBlocked: 'hold' })),
  );
  await scenario.changeChannel(channel, { isDisabled: true });
  await waiting.becomes('completed', 'channel_disabled');
  await active.becomes('completed', 'channel_disabled');
  expect(lines(await waiting.transcript())).toEqual(['> 等']);
  expect(lines(await active.transcript()).slice(0, 2)).toEqual(['> 聊', 'sent 您好']);
  // No message stays under way for ever.
  for (const { messageId } of held) {
    await eventually(async () => {
      const { status } = await active.message(messageId);
      return status !== 'queued' && status !== 'sending' && status !== 'held';
    }, 'every message comes to rest');
  }

  const { delivered } = await waiting.sends({ type: 'text', text: '还在吗' });
  expect(delivered).toBe(true);
  await waiting.isFiled();
  const rows = await rowsOfContact(await waiting.contactId());
  expect(rows.map(({ seq, conversation_id: id }) => [seq, id === null])).toEqual([
    [1, false],
    [2, true],
  ]);
  expect(await waiting.conversations()).toHaveLength(1);

  // Enabled again: the next message begins a conversation.
  await scenario.changeChannel(channel, { isDisabled: false });
  await eventually(async () => {
    const found = await desk.services.channelCache.get(channel.channelId);
    return found?.channel.status === 'live';
  }, 'the webhook knows');
  await waiting.writes('又来了');
  await waiting.becomes('waiting');
  expect(await waiting.conversations()).toHaveLength(2);
});

it('deleted: open conversations end, transcripts stay, secrets and token are erased, and the webhook answers 404', async () => {
  const channel = await scenario.channel({ ringTimeSeconds: 3_600 });
  const customer = scenario.customer({ channel });
  await customer.writes('你好');
  await customer.isAnswered('您好');
  expect(await remove(channel)).toBe(true);
  await customer.becomes('completed', 'channel_deleted');
  expect(lines(await customer.transcript())).toEqual(['> 你好', 'sent 您好']);
  await eventually(async () => {
    const { delivered } = await customer.sends({ type: 'text', text: '还在吗' });
    return !delivered;
  }, 'the webhook takes no more');
  const response = await fetch(channel.webhookUrl, { method: 'POST', body: '<xml/>' });
  expect([response.status, await response.text()]).toEqual([404, 'unknown channel']);
  expect((await fetch(channel.webhookUrl)).status).toBe(404);
  const tokens = await rowsOf(
    desk.database.db,
    sql`select 1 as there from channel_access_tokens where channel_id = ${channel.channelId}`,
  );
  expect(tokens).toEqual([]);
  const kept = await desk.services.channels.findWithSecrets(channel.channelId);
  expect([...Object.values(kept?.secrets ?? {}), kept?.former]).toEqual([null, null, null, []]);
});

it('a changed account gets another access token and has to be verified again', async () => {
  const channel = await scenario.channel({});
  const customer = scenario.customer({ channel });
  await customer.writes();
  await customer.isAnswered('一');
  await desk.services.channels.markVerified(channel.channelId);
  const other = desk.simulator.addAccount({});
  await scenario.changeChannel(channel, { appId: other.appId, appSecret: other.appSecret });
  const found = await desk.services.channels.findWithSecrets(channel.channelId);
  expect(found?.channel.verifiedAt).toBeNull();
  await eventually(
    async () => (await desk.services.credentialsOf(channel.channelId))?.appId === other.appId,
    'the sender knows',
  );
  const { messageId } = await customer.reply('二');
  const { error } = await customer.settles(messageId, 'failed');
  // The other account does not know this contact: its own token was used.
  expect(error).toMatchObject({ wechatCode: 40003 });
});

it('the health of a channel shows the last message, send and refusal, the token, and the share of failed sends', async () => {
  const channel = await scenario.channel({});
  const health = () => createChannelHealth(desk.database).read(channel.channelId);
  const nothing = { sent: 0, failed: 0, unknown: 0 };
  expect(await health()).toMatchObject({
    lastInboundAt: null,
    lastSentAt: null,
    lastError: null,
    lastDay: nothing,
  });
  const customer = scenario.customer({ channel });
  await customer.writes();
  await customer.isAnswered('一');
  scenario.fault(customer, { type: 'errcode', errcode: 45002 });
  const { messageId } = await customer.reply('二');
  await customer.settles(messageId, 'failed');
  const seen = await health();
  const now = Date.now();
  expect(seen).toMatchObject({
    lastHour: { sent: 1, failed: 1, unknown: 0 },
    lastDay: { sent: 1, failed: 1, unknown: 0 },
  });
  for (const at of [seen?.lastInboundAt, seen?.lastSentAt, seen?.lastError?.at]) {
    expect(now - Number(at)).toBeLessThan(60_000);
    expect(now - Number(at)).toBeGreaterThan(-5_000);
  }
  expect(seen?.lastError?.wechatCode).toBe(45002);
  expect(Number(seen?.tokenExpiresAt) - now).toBeGreaterThan(7_000_000);
  scenario.fault(customer, { type: 'http_status', status: 502 });
  const { messageId: lost } = await customer.reply('三');
  await customer.settles(lost, 'unknown');
  expect(await health()).toMatchObject({ lastError: { wechatCode: null }, lastHour: { unknown: 1 } });
});
