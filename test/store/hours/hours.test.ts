import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { OpeningHours } from '../../../src/domain/hours/opening-hours';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { CHANNELS_NOTICE, createChannelStore } from '../../../src/store/channels/channels';
import { createHoursStore } from '../../../src/store/hours/hours';
import { createAuditLog, SYSTEM } from '../../../src/store/people/audit-log';
import { createBrandStore } from '../../../src/store/people/brands';
import { channels as channelRows } from '../../../src/store/schema/channels';
import { brands as brandRows } from '../../../src/store/schema/people';
import { describeWithDatabase } from '../../support/database';

const secretBox = createSecretBox([randomBytes(32)]);
const DAYS: OpeningHours = {
  timeZone: 'Asia/Shanghai',
  weekly: { mon: [['09:00', '18:00']], sat: [] },
  exceptions: [{ date: '2026-10-01', name: '国庆节', periods: [] }],
};
const NIGHTS: OpeningHours = { ...DAYS, weekly: { fri: [['22:00', '02:00']] } };

describeWithDatabase('opening hours in the store', (database) => {
  const stores = () => ({
    hours: createHoursStore(database()),
    channels: createChannelStore(database(), { secretBox }),
  });
  const brandWithChannels = async (count: number) => {
    const brand = await createBrandStore(database()).create({ name: 'Tea' });
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) ids.push(await addChannel(brand.id));
    return { brandId: brand.id, ids };
  };
  const addChannel = async (brandId: string): Promise<string> => {
    const result = await stores().channels.create({ brandId, name: 'Tea house' });
    if (!('channel' in result)) throw new Error(result.refusal);
    return result.channel.id;
  };
  /** What the settings of a channel's conversations are made of. */
  const seen = async (channelId: string) => {
    const found = await stores().channels.findWithSecrets(channelId);
    return found && { hasHours: found.channel.hasHours, version: found.channel.settingsVersion };
  };
  /** The channels that are announced while `work` runs. Notices come in order: those between two of our own. */
  const announced = async (work: () => Promise<unknown>): Promise<readonly string[]> => {
    const ids: string[] = [];
    const leave = await database().listen(
      CHANNELS_NOTICE,
      (id) => ids.push(id),
      () => undefined,
    );
    const mark = async (word: string) => {
      await database().db.execute(sql`select pg_notify(${CHANNELS_NOTICE}, ${word})`);
      while (!ids.includes(word)) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await mark('the beginning');
    await work();
    await mark('the end');
    await leave();
    return ids.slice(ids.indexOf('the beginning') + 1, -1).sort();
  };
  const audited = async () =>
    (await createAuditLog(database()).list({}, { limit: 50, before: null })).items
      .filter(({ details }) => JSON.stringify(details).includes('hours'))
      .map(({ action, target, details }) => [action, target?.id, details]);

  it('of a brand hold for its channels, which are announced with a new version', async () => {
    const { hours } = stores();
    const { brandId, ids } = await brandWithChannels(2);
    const other = await brandWithChannels(1);
    expect(await hours.ofBrand(brandId)).toEqual({ hours: null });
    const set = () => hours.setOfBrand(brandId, DAYS, SYSTEM);
    expect(await announced(set)).toEqual([...ids].sort());
    expect(await hours.ofBrand(brandId)).toEqual({ hours: DAYS });
    for (const id of ids) {
      expect(await seen(id)).toEqual({ hasHours: true, version: 2 });
      expect(await hours.ofChannel(id, [brandId])).toEqual({ hours: DAYS, isOwn: false });
      expect(await hours.inForce(id)).toEqual(DAYS);
    }
    expect(await seen(other.ids[0] ?? '')).toEqual({ hasHours: false, version: 1 });
    expect(await audited()).toEqual([['brand.changed', brandId, { fields: ['hours'] }]]);
  });

  it('that stay the same are no change', async () => {
    const { hours } = stores();
    const { brandId, ids } = await brandWithChannels(1);
    await hours.setOfBrand(brandId, DAYS, SYSTEM);
    await hours.setOfChannel(ids[0] ?? '', [brandId], { hours: NIGHTS }, SYSTEM);
    const again = async () => {
      expect(await hours.setOfBrand(brandId, { ...DAYS, exceptions: [...DAYS.exceptions] }, SYSTEM)).toBe(
        true,
      );
      const own = { hours: { ...NIGHTS, weekly: { ...NIGHTS.weekly } } };
      expect(await hours.setOfChannel(ids[0] ?? '', [brandId], own, SYSTEM)).toBe(true);
    };
    expect(await announced(again)).toEqual([]);
    expect(await seen(ids[0] ?? '')).toEqual({ hasHours: true, version: 3 });
    expect(await audited()).toHaveLength(2);
  });

  it('of a channel hold in place of its brand’s, also to be always open', async () => {
    const { hours } = stores();
    const { brandId, ids } = await brandWithChannels(3);
    const [nights = '', always = '', follower = ''] = ids;
    await hours.setOfBrand(brandId, DAYS, SYSTEM);
    await hours.setOfChannel(nights, [brandId], { hours: NIGHTS }, SYSTEM);
    const set = () => hours.setOfChannel(always, [brandId], { hours: null }, SYSTEM);
    expect(await announced(set)).toEqual([always]);
    expect(await hours.ofChannel(nights, [brandId])).toEqual({ hours: NIGHTS, isOwn: true });
    expect(await hours.ofChannel(always, [brandId])).toEqual({ hours: null, isOwn: true });
    expect([await hours.inForce(nights), await hours.inForce(always)]).toEqual([NIGHTS, null]);
    expect(await seen(always)).toEqual({ hasHours: false, version: 3 });

    // A change of the brand does not concern them.
    const changed = () => hours.setOfBrand(brandId, NIGHTS, SYSTEM);
    expect(await announced(changed)).toEqual([follower]);
    expect(await seen(always)).toEqual({ hasHours: false, version: 3 });
    expect((await audited()).slice(0, 3).reverse()).toEqual([
      ['channel.changed', nights, { fields: ['hours'] }],
      ['channel.changed', always, { fields: ['hours'] }],
      ['brand.changed', brandId, { fields: ['hours'] }],
    ]);
  });

  it('of a channel stay when something else of it is changed', async () => {
    const { hours, channels } = stores();
    const { brandId, ids } = await brandWithChannels(1);
    const [id = ''] = ids;
    await hours.setOfBrand(brandId, DAYS, SYSTEM);
    await hours.setOfChannel(id, [brandId], { hours: null }, SYSTEM);
    await channels.update(id, [brandId], { name: 'Other', settings: { ringTimeSeconds: 30 } });
    expect(await hours.ofChannel(id, [brandId])).toEqual({ hours: null, isOwn: true });
    expect(await seen(id)).toEqual({ hasHours: false, version: 4 });
  });

  it('of a channel that are taken away leave it those of its brand', async () => {
    const { hours } = stores();
    const { brandId, ids } = await brandWithChannels(1);
    const [id = ''] = ids;
    await hours.setOfChannel(id, [brandId], { hours: NIGHTS }, SYSTEM);
    expect(await seen(id)).toEqual({ hasHours: true, version: 2 });
    expect(await hours.setOfChannel(id, [brandId], null, SYSTEM)).toBe(true);
    expect(await seen(id)).toEqual({ hasHours: false, version: 3 });
    await hours.setOfBrand(brandId, DAYS, SYSTEM);
    await hours.setOfChannel(id, [brandId], { hours: null }, SYSTEM);
    await hours.setOfChannel(id, [brandId], null, SYSTEM);
    expect(await seen(id)).toEqual({ hasHours: true, version: 6 });
    expect(await hours.inForce(id)).toEqual(DAYS);
  });

  it('hold for channels that are made later', async () => {
    const { hours } = stores();
    const { brandId } = await brandWithChannels(0);
    await hours.setOfBrand(brandId, DAYS, SYSTEM);
    expect(await seen(await addChannel(brandId))).toEqual({ hasHours: true, version: 1 });
  });

  it('are the same in a brand and in the channels made at that moment', async () => {
    const { hours } = stores();
    for (let round = 0; round < 10; round += 1) {
      const { brandId } = await brandWithChannels(0);
      const [id] = await Promise.all([
        addChannel(brandId),
        hours.setOfBrand(brandId, DAYS, SYSTEM),
        addChannel(brandId),
      ]);
      expect((await seen(id))?.hasHours).toBe(true);
    }
  });

  it('of a channel and its brand may be changed at the same time', async () => {
    const { hours } = stores();
    for (let round = 0; round < 10; round += 1) {
      const { brandId, ids } = await brandWithChannels(2);
      const [one = '', other = ''] = ids;
      await Promise.all([
        hours.setOfChannel(one, [brandId], { hours: NIGHTS }, SYSTEM),
        hours.setOfBrand(brandId, DAYS, SYSTEM),
        hours.setOfChannel(other, [brandId], { hours: null }, SYSTEM),
        hours.setOfChannel(one, [brandId], null, SYSTEM),
      ]);
      for (const id of ids) {
        const inForce = await hours.inForce(id);
        expect((await seen(id))?.hasHours).toBe(inForce !== null);
      }
    }
  });

  it('are there only for who may see them', async () => {
    const { hours, channels } = stores();
    const { brandId, ids } = await brandWithChannels(1);
    const [id = ''] = ids;
    expect(await hours.ofBrand('none')).toBeNull();
    expect(await hours.setOfBrand('none', DAYS, SYSTEM)).toBe(false);
    for (const brandIds of [[], ['other']]) {
      expect(await hours.ofChannel(id, brandIds)).toBeNull();
      expect(await hours.setOfChannel(id, brandIds, { hours: null }, SYSTEM)).toBe(false);
    }
    await hours.setOfBrand(brandId, DAYS, SYSTEM);
    await channels.remove(id, [brandId]);
    expect(await hours.ofChannel(id, [brandId])).toBeNull();
    expect(await hours.setOfChannel(id, [brandId], null, SYSTEM)).toBe(false);
    // Its last conversations still end.
    expect(await hours.inForce(id)).toEqual(DAYS);
    expect(await hours.inForce('none')).toBeNull();
  });

  it('are read as an older release has stored them, and without what a newer one has added', async () => {
    const { hours } = stores();
    const { brandId, ids } = await brandWithChannels(1);
    const [id = ''] = ids;
    const stored = { timeZone: 'UTC', weekly: { mon: [['09:00', '18:00']], moonday: [] }, colour: 'red' };
    await database().db.update(brandRows).set({ hours: stored }).where(eq(brandRows.id, brandId));
    const read = { timeZone: 'UTC', weekly: { mon: [['09:00', '18:00']] }, exceptions: [] };
    expect(await hours.inForce(id)).toEqual(read);
    const own = { hours: stored, shade: 'dark' };
    await database().db.update(channelRows).set({ hours: own }).where(eq(channelRows.id, id));
    expect(await hours.ofChannel(id, [brandId])).toEqual({ hours: read, isOwn: true });
  });
});
