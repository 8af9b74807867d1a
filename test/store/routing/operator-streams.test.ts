/** Who is connected, as the rows of all processes tell it. */
import { sql } from 'drizzle-orm';
import { CONNECTED_FOR_MS } from '../../../src/domain/routing/availability';
import { rowsOf } from '../../../src/store/engine/rows';
import { createOperatorStore } from '../../../src/store/people/operators';
import { createOperatorStreams } from '../../../src/store/routing/operator-streams';
import { describeWithDatabase } from '../../support/database';
import { eventually } from '../../support/eventually';

describeWithDatabase('the event streams of operators', (database) => {
  const addOperator = async (name: string): Promise<string> => {
    const fields = {
      name,
      email: `${name}@example.com`,
      role: 'operator',
      brandIds: [],
      passwordHash: null,
    } as const;
    const result = await createOperatorStore(database()).create(fields);
    if (!('operator' in result)) throw new Error(result.refusal);
    return result.operator.id;
  };
  const rows = () =>
    rowsOf<{ process_id: string; operator_id: string; left_ms: number }>(
      database().db,
      sql`select process_id, operator_id, extract(epoch from connected_until - clock_timestamp())::float * 1000 as left_ms
          from operator_streams order by 1, 2`,
    );
  const letRunOut = (processId: string) =>
    database().db.execute(
      sql`update operator_streams set connected_until = clock_timestamp() where process_id = ${processId}`,
    );
  const hearing = async () => {
    const heard: string[] = [];
    const leave = await database().listen('duihua_routing', (text) => {
      heard.push((JSON.parse(text) as { operatorId: string }).operatorId);
    });
    return { heard, leave };
  };

  it('hold until a minute after they were last touched, and are renewed together', async () => {
    const [anna, ben] = [await addOperator('anna'), await addOperator('ben')];
    const streams = createOperatorStreams(database(), 'one');
    await streams.touch([anna, ben]);
    await database().db.execute(
      sql`update operator_streams set connected_until = clock_timestamp() + interval '10 s'`,
    );
    await streams.touch([anna, ben]);
    const after = await rows();
    expect(after.map(({ operator_id }) => operator_id)).toEqual([anna, ben].sort());
    for (const { left_ms } of after) {
      expect(left_ms).toBeGreaterThan(CONNECTED_FOR_MS - 5_000);
      expect(left_ms).toBeLessThanOrEqual(CONNECTED_FOR_MS);
    }
    expect([...(await streams.connectedIds())].sort()).toEqual([anna, ben].sort());
  });

  it('of a process that died run out, while those of another one stay', async () => {
    const [anna, ben] = [await addOperator('anna'), await addOperator('ben')];
    const [one, two] = [createOperatorStreams(database(), 'one'), createOperatorStreams(database(), 'two')];
    await one.touch([anna, ben]);
    await two.touch([ben]);
    await letRunOut('one');
    expect(await one.connectedIds()).toEqual([ben]);
    await letRunOut('two');
    expect(await one.connectedIds()).toEqual([]);
  });

  it('tell all processes of who was not connected before, to any of them', async () => {
    const [anna, ben] = [await addOperator('anna'), await addOperator('ben')];
    const [one, two] = [createOperatorStreams(database(), 'one'), createOperatorStreams(database(), 'two')];
    const { heard, leave } = await hearing();
    await one.touch([anna]);
    await one.touch([anna]);
    await two.touch([anna, ben]);
    await eventually(async () => heard.length >= 2, 'both to come');
    await letRunOut('one');
    await two.touch([anna]);
    await letRunOut('two');
    await one.touch([anna]);
    await eventually(async () => heard.length >= 3, 'Anna to come again');
    expect(heard).toEqual([anna, ben, anna]);
    await leave();
  });

  it('of operators who are disabled or unknown are none', async () => {
    const [anna, ben] = [await addOperator('anna'), await addOperator('ben')];
    await createOperatorStore(database()).update(ben, { isDisabled: true });
    await createOperatorStreams(database(), 'one').touch([anna, ben, 'unknown']);
    expect((await rows()).map(({ operator_id }) => operator_id)).toEqual([anna]);
    await createOperatorStreams(database(), 'one').touch([]);
  });

  it('are deleted long after they have run out', async () => {
    const [anna, ben] = [await addOperator('anna'), await addOperator('ben')];
    const streams = createOperatorStreams(database(), 'one');
    await streams.touch([anna, ben]);
    await database().db.execute(
      sql`update operator_streams set connected_until = clock_timestamp() - interval '1 hour' where operator_id = ${anna}`,
    );
    await letRunOut('two');
    await streams.sweep();
    expect((await rows()).map(({ operator_id }) => operator_id)).toEqual([ben]);
  });
});
