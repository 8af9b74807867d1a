/** Groups while brands and channels change at the same moment. */
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { createChannelStore } from '../../../src/store/channels/channels';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { createBrandStore } from '../../../src/store/people/brands';
import { createOperatorStore } from '../../../src/store/people/operators';
import { createGroupStore } from '../../../src/store/routing/groups';
import { describeWithDatabase } from '../../support/database';
import { countDeadlocks } from '../../support/deadlocks';

const ROUNDS = 20;

describeWithDatabase('groups', (database) => {
  const brand = async () => (await createBrandStore(database()).create({ name: 'Tea' })).id;
  let operators = 0;
  const member = async (brandIds: readonly string[]) => {
    operators += 1;
    const fields = {
      name: 'Li',
      email: `${operators}@example.com`,
      role: 'operator',
      passwordHash: null,
    } as const;
    const result = await createOperatorStore(database()).create({ ...fields, brandIds });
    if (!('operator' in result)) throw new Error(result.refusal);
    return result.operator.id;
  };
  const made = async (brandId: string, operatorIds: readonly string[] = []) => {
    const result = await createGroupStore(database()).create(
      { brandId, name: `Group ${operators}`, operatorIds },
      SYSTEM,
    );
    if (!('group' in result)) throw new Error(result.refusal);
    return result.group;
  };

  it('never keep somebody who leaves the brand while the group is changed', async () => {
    const brandId = await brand();
    const groups = createGroupStore(database());
    for (let round = 0; round < ROUNDS; round += 1) {
      const li = await member([brandId]);
      const { id } = await made(brandId);
      await Promise.all([
        groups.change(id, { operatorIds: [li] }, SYSTEM),
        createOperatorStore(database()).update(li, { brandIds: [] }),
      ]);
      expect((await groups.find(id, [brandId]))?.operatorIds).toEqual([]);
    }
  });

  it('with members are changed while these leave the brand or are changed, administrators too, without a deadlock', async () => {
    const brandId = await brand();
    const groups = createGroupStore(database());
    const store = createOperatorStore(database());
    const before = await countDeadlocks(database());
    const members = await Promise.all(
      ['administrator', 'administrator', 'operator', 'operator'].map(async (role) => {
        const id = await member([brandId]);
        const change = { role: role as 'administrator' | 'operator', passwordHash: 'hash' };
        await store.update(id, change);
        return id;
      }),
    );
    const all: Awaited<ReturnType<typeof made>>[] = [];
    while (all.length < 3) {
      operators += 1;
      all.push(await made(brandId, members));
    }
    for (let round = 0; round < 5; round += 1) {
      const results = await Promise.allSettled([
        ...all.map(({ id }) => groups.change(id, { operatorIds: [...members].reverse() }, SYSTEM)),
        ...members.map((id) => store.update(id, { brandIds: [] })),
        ...members.map((id) => store.update(id, { name: `Li ${round}` })),
      ]);
      expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
      for (const { id } of all) expect((await groups.find(id, [brandId]))?.operatorIds).toEqual([]);
      await Promise.all(members.map((id) => store.update(id, { brandIds: [brandId] })));
      for (const { id } of all)
        expect(await groups.change(id, { operatorIds: members }, SYSTEM)).toHaveProperty('group');
    }
    expect(await countDeadlocks(database())).toBe(before);
  }, 120_000);

  it('never stay at a channel that gets the group while it is deleted', async () => {
    const brandId = await brand();
    const groups = createGroupStore(database());
    const channels = createChannelStore(database(), { secretBox: createSecretBox([Buffer.alloc(32, 7)]) });
    const created = await channels.create({ brandId, name: 'Tea house' });
    if (!('channel' in created)) throw new Error(created.refusal);
    const { id: channelId } = created.channel;
    for (let round = 0; round < ROUNDS; round += 1) {
      operators += 1;
      const { id: groupId } = await made(brandId);
      const before = (await channels.findWithSecrets(channelId))?.channel.settingsVersion ?? 0;
      const [changed] = await Promise.all([
        channels.update(channelId, [brandId], { groupId }),
        groups.remove(groupId, SYSTEM),
      ]);
      const after = (await channels.findWithSecrets(channelId))?.channel;
      const wasRefused = changed !== null && 'refusal' in changed;
      expect(after?.groupId).toBeNull();
      // Refused, or taken and given up again: conversations learn of both.
      expect(after?.settingsVersion).toBe(before + (wasRefused ? 0 : 2));
      if (wasRefused) expect(changed).toEqual({ refusal: 'no_such_group' });
    }
  });

  it('are served by their members, and by everyone where nobody in them is enabled', async () => {
    const [brandId, otherId] = [await brand(), await brand()];
    const [li, wang] = [await member([brandId]), await member([brandId])];
    const groups = createGroupStore(database());
    const servedBy = async (id: string) => [...(await groups.servedBy(id, [brandId]))].sort();
    const ofLi = await made(brandId, [li]);
    operators += 1;
    const ofWang = await made(brandId, [wang]);
    operators += 1;
    const empty = await made(brandId);
    await made(otherId);
    expect(await servedBy(li)).toEqual([ofLi.id, empty.id].sort());
    await createOperatorStore(database()).update(wang, { isDisabled: true });
    expect(await servedBy(li)).toEqual([ofLi.id, ofWang.id, empty.id].sort());
    expect(await groups.servedBy(li, [])).toEqual([]);
  });
});
