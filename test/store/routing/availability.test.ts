/** The status that operators choose: written at once, and told to all processes. */
import { sql } from 'drizzle-orm';
import type { Database } from '../../../src/store/engine/database-types';
import { createAvailability } from '../../../src/store/routing/availability';
import { listenToAvailability } from '../../../src/store/routing/availability-notices';
import { createOperatorStreams } from '../../../src/store/routing/operator-streams';
import { listenToRouting } from '../../../src/store/routing/routing-notices';
import { describeWithDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';
import { addOperator, createOfferingPlace } from '../../support/routing-store';

describeWithDatabase('the status of an operator', (database) => {
  it('changes in one statement, as does who is connected: no lock of a claim waits for this process', async () => {
    const operatorId = await addOperator(database(), await createOfferingPlace(database()), {
      isConnected: false,
    });
    const heard: (readonly [kind: 'availability' | 'routing', notice: object])[] = [];
    const leave = await Promise.all([
      listenToAvailability(
        database(),
        (notice) => heard.push(['availability', notice]),
        () => undefined,
      ),
      listenToRouting(
        database(),
        (notice) => heard.push(['routing', notice]),
        () => undefined,
      ),
    ]);
    const statements: unknown[] = [];
    const db = {
      execute: (query: Parameters<Database['db']['execute']>[0]) => {
        statements.push(query);
        return database().db.execute(query);
      },
    } as unknown as Database['db'];
    const availability = createAvailability({ db });
    await availability.setStatus(operatorId, 'away');
    await availability.setStatus(operatorId, 'away');
    await createOperatorStreams({ db }, 'one').touch([operatorId]);
    expect(statements).toHaveLength(3);
    await database().db.execute(sql`select pg_notify('duihua_routing', '{"operatorId": "end"}')`);
    await eventually(() => heard.length >= 5, 'the changes are told');
    await Promise.all(leave.map((one) => one()));
    expect(heard.filter(([kind]) => kind === 'availability')).toEqual([
      ['availability', { operatorId }],
      ['availability', { operatorId }],
    ]);
    expect(heard.filter(([kind]) => kind === 'routing')).toEqual([
      ['routing', { operatorId }],
      ['routing', { operatorId }],
      ['routing', { operatorId: 'end' }],
    ]);
    expect((await createAvailability(database()).find(operatorId, null))?.status).toBe('away');
  });
});
