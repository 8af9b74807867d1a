import { eq, sql } from 'drizzle-orm';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { createBots } from '../../../src/store/bots/bots';
import { createBotFailures } from '../../../src/store/channels/bot-failures';
import { createChannelHealth } from '../../../src/store/channels/channel-health';
import { createChannelStore } from '../../../src/store/channels/channels';
import { createAuditLog, SYSTEM } from '../../../src/store/people/audit-log';
import { channelBotFailures } from '../../../src/store/schema/channels';
import { describeWithDatabase } from '../../support/database';
import { createPlace } from '../../support/scenario-store';

const secretBox = createSecretBox([Buffer.alloc(32, 7)]);

describeWithDatabase('a bot that keeps failing', (database) => {
  let channelId: string;
  let brandId: string;
  beforeEach(async () => {
    ({ channelId, brandId } = await createPlace(database()));
  });
  const failures = () => createBotFailures(database());
  const failThreeTimes = async (): Promise<readonly boolean[]> => {
    const results: boolean[] = [];
    for (let time = 0; time < 3; time += 1) results.push(await failures().record(channelId));
    return results;
  };
  const endPause = () =>
    database()
      .db.update(channelBotFailures)
      .set({ pausedUntil: sql`clock_timestamp() - interval '1 second'` })
      .where(eq(channelBotFailures.channelId, channelId));

  it('is paused by the third failure in a row, for five minutes', async () => {
    expect(await failThreeTimes()).toEqual([false, false, true]);
    expect(await failures().isPaused(channelId, { mayProbe: true })).toBe(true);
    const health = await createChannelHealth(database()).read(channelId);
    expect(health?.botFailures.count).toBe(3);
    expect(Math.abs((health?.botFailures.pausedUntil ?? 0) - Date.now() - 300_000)).toBeLessThan(10_000);
  });

  it('is not paused if it succeeds in between', async () => {
    await failures().record(channelId);
    await failures().record(channelId);
    expect(await failures().forget(channelId)).toBe(false);
    expect(await failures().record(channelId)).toBe(false);
    expect(await failures().isPaused(channelId, { mayProbe: true })).toBe(false);
  });

  it('is tried by one conversation when the pause is over, and by all when that succeeds', async () => {
    await failThreeTimes();
    await endPause();
    const asked = await Promise.all([1, 2, 3].map(() => failures().isPaused(channelId, { mayProbe: true })));
    expect(asked.filter((isPaused) => !isPaused)).toHaveLength(1);
    expect(await failures().forget(channelId)).toBe(true);
    expect(await failures().isPaused(channelId, { mayProbe: true })).toBe(false);
  });

  it('is not tried by messages of open conversations, which do not prolong the pause', async () => {
    await failThreeTimes();
    expect(await failures().isPaused(channelId, { mayProbe: false })).toBe(true);
    await endPause();
    expect(await failures().isPaused(channelId, { mayProbe: false })).toBe(false);
    expect(await failures().isPaused(channelId, { mayProbe: true })).toBe(false);
    expect(await failures().isPaused(channelId, { mayProbe: false })).toBe(true);
  });

  it('is asked again at once when the bot is changed, or another one takes its place', async () => {
    const bots = createBots(database(), { secretBox });
    const channels = createChannelStore(database(), { secretBox });
    const made = { brandId, kind: 'rules', name: 'Tea', aiLabel: false, fields: {} };
    const [bot, other] = [await bots.create(made, SYSTEM), await bots.create(made, SYSTEM)];
    const choose = (botId: string) =>
      channels.update(channelId, [brandId], { settings: { bot: { botId } } }, SYSTEM);
    const isPaused = () => failures().isPaused(channelId, { mayProbe: true });
    await choose(bot.id);

    await failThreeTimes();
    await bots.change(other.id, made, { fields: ['name'] }, SYSTEM);
    // The same bot, and other settings of the channel.
    await choose(bot.id);
    expect(await isPaused()).toBe(true);
    await bots.change(bot.id, made, { fields: ['name'] }, SYSTEM);
    expect(await isPaused()).toBe(false);

    await failThreeTimes();
    await choose(other.id);
    expect(await isPaused()).toBe(false);
    const { items } = await createAuditLog(database()).list({}, { limit: 20, before: null });
    expect(items.filter(({ action }) => action === 'channel.bot_resumed')).toHaveLength(2);
  });

  it('is in the audit log when it is paused, and when it is asked again', async () => {
    await failThreeTimes();
    // It stays paused: that is no news.
    await failures().record(channelId);
    await endPause();
    await failures().isPaused(channelId, { mayProbe: true });
    await failures().forget(channelId);
    const { items } = await createAuditLog(database()).list({}, { limit: 10, before: null });
    const ofBots = items.filter(({ action }) => action.startsWith('channel.bot_'));
    expect(ofBots.map(({ action, target, via }) => [action, target?.id, via])).toEqual([
      ['channel.bot_resumed', channelId, 'system'],
      ['channel.bot_paused', channelId, 'system'],
    ]);
  });

  it('is paused again if the probe fails', async () => {
    await failThreeTimes();
    await endPause();
    expect(await failures().isPaused(channelId, { mayProbe: true })).toBe(false);
    await failures().record(channelId);
    expect(await failures().isPaused(channelId, { mayProbe: true })).toBe(true);
  });
});
