/** Groups as bots name them. */
import { findGroupNamed } from '../../../src/store/bots/bot-groups';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { createBrandStore } from '../../../src/store/people/brands';
import { createGroupStore } from '../../../src/store/routing/groups';
import { describeWithDatabase } from '../../support/database';

describeWithDatabase('a group that a bot names', (database) => {
  const brand = async (name: string) => (await createBrandStore(database()).create({ name })).id;
  const group = async (brandId: string, name: string) => {
    const made = await createGroupStore(database()).create({ brandId, name, operatorIds: [] }, SYSTEM);
    if (!('group' in made)) throw new Error(made.refusal);
    return made.group.id;
  };

  it('is found by its id, else by its name, in the brand of the bot', async () => {
    const [tea, coffee] = [await brand('Tea'), await brand('Coffee')];
    const repairs = await group(tea, 'Repairs');
    const foreign = await group(coffee, 'Sales');
    // Somebody has named a group after the id of another one.
    await group(tea, repairs.toUpperCase());
    const found = (named: string) => findGroupNamed(database(), { brandId: tea, named });
    expect(await found(repairs)).toBe(repairs);
    expect(await found(' repairs ')).toBe(repairs);
    for (const named of ['Sales', foreign, '', 'Nobody']) expect(await found(named)).toBeNull();
    expect(await findGroupNamed(database(), { brandId: coffee, named: 'Repairs' })).toBeNull();
  });
});
