/** How many operators are available, in `/metrics`: as the rules say and as they themselves are shown. */
import { sql } from 'drizzle-orm';
import { Registry } from 'prom-client';
import { AVAILABILITY_STATUSES } from '../../../src/domain/routing/availability';
import { measureAvailable } from '../../../src/runtime/watch/measure-available';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { createBrandStore } from '../../../src/store/people/brands';
import { createOperatorStore } from '../../../src/store/people/operators';
import { createAvailability } from '../../../src/store/routing/availability';
import { createBrandRouting } from '../../../src/store/routing/brand-routing';
import { createOperatorStreams } from '../../../src/store/routing/operator-streams';
import { describeWithDatabase } from '../../support/database';

describeWithDatabase('the metric of available operators', (database) => {
  const addOperator = async (brandId: string, name: string, capacity: number | null) => {
    const operators = createOperatorStore(database());
    const fields = { name, email: `${name}@example.com`, role: 'operator', passwordHash: null } as const;
    const made = await operators.create({ ...fields, brandIds: [brandId] });
    if (!('operator' in made)) throw new Error(made.refusal);
    await operators.update(made.operator.id, { capacity });
    return made.operator.id;
  };
  const figures = async () => {
    const metrics = new Registry();
    measureAvailable(metrics, database());
    const [metric] = await metrics.getMetricsAsJSON();
    return Object.fromEntries((metric?.values ?? []).map(({ labels, value }) => [labels['brand'], value]));
  };

  it('counts who is connected and online with a free place, as each of them is shown', async () => {
    const { id: tea } = await createBrandStore(database()).create({ name: 'Tea' });
    const { id: empty } = await createBrandStore(database()).create({ name: 'Empty' });
    await createBrandRouting(database()).change(tea, { defaultCapacity: 1 }, SYSTEM);
    const availability = createAvailability(database());
    const streams = createOperatorStreams(database(), 'one');
    const ids: string[] = [];
    for (const status of AVAILABILITY_STATUSES) {
      for (const isConnected of [true, false]) {
        for (const capacity of [null, 2]) {
          for (const offered of [0, 1, 2]) {
            const id = await addOperator(tea, `li-${ids.length}`, capacity);
            ids.push(id);
            await availability.setStatus(id, status);
            if (isConnected) await streams.touch([id]);
            for (let number = 0; number < offered; number += 1) {
              await database().db.execute(
                sql`insert into offers (conversation_id, number, operator_id, expires_at)
                    values (${`${id}-${number}`}, 1, ${id}, clock_timestamp() + interval '1 minute')`,
              );
            }
          }
        }
      }
    }
    const shown = (await availability.findMany(ids)).filter(({ isAvailable }) => isAvailable);
    // Online and connected: without an offer at either capacity, and with one of two places taken.
    expect(shown).toHaveLength(3);
    expect(await figures()).toEqual({ [tea]: 3, [empty]: 0 });
    await createOperatorStore(database()).update(shown[0]?.operator.id ?? '', { isDisabled: true });
    expect(await figures()).toEqual({ [tea]: 2, [empty]: 0 });
  });

  it('is left out while it cannot be read', async () => {
    const metrics = new Registry();
    const broken = { db: { execute: () => Promise.reject(new Error('the database is down')) } };
    measureAvailable(metrics, broken as unknown as Parameters<typeof measureAvailable>[1]);
    expect(await metrics.metrics()).not.toMatch(/duihua_operators_available\{/);
  });
});
