/** Operators who are there, and conversations that want an offer, for tests of the store. */
import { sql } from 'drizzle-orm';
import { DEFAULT_ROUTING, type Routing } from '../../src/domain/routing/routing';
import { DEFAULT_SETTINGS } from '../../src/domain/settings';
import { newId } from '../../src/platform/ids';
import { createProjections } from '../../src/store/conversations/projections';
import type { Database } from '../../src/store/engine/database-types';
import { createOperatorStore } from '../../src/store/people/operators';
import { type Begun, beginOne, createPlace, type Place, projectionOf } from './scenario-store';

/** A brand that offers its conversations. */
export async function createOfferingPlace(
  database: Database,
  routing: Partial<Routing> = {},
): Promise<Place> {
  const place = await createPlace(database);
  const stored = JSON.stringify({ ...DEFAULT_ROUTING, mode: 'offer', ...routing });
  await database.db.execute(sql`update brands set routing = ${stored}::jsonb where id = ${place.brandId}`);
  return place;
}

/** A member of the brand, online and connected unless told otherwise. */
export async function addOperator(
  database: Database,
  place: Place,
  { capacity = null, isConnected = true }: { capacity?: number | null; isConnected?: boolean } = {},
): Promise<string> {
  const added = await createOperatorStore(database).create({
    name: 'Li',
    email: `${newId()}@example.com`,
    role: 'operator',
    brandIds: [place.brandId],
    passwordHash: null,
  });
  if (!('operator' in added)) throw new Error('The operator was not added.');
  const { id } = added.operator;
  await database.db.execute(sql`update operators set capacity = ${capacity} where id = ${id}`);
  if (isConnected) await connect(database, id);
  return id;
}

export async function connect(database: Database, operatorId: string): Promise<void> {
  await database.db.execute(
    sql`insert into operator_streams (process_id, operator_id, connected_until)
        values ('test', ${operatorId}, clock_timestamp() + interval '1 hour')`,
  );
}

export async function setStatus(database: Database, operatorId: string, status: string): Promise<void> {
  await database.db.execute(
    sql`insert into operator_availability (operator_id, status) values (${operatorId}, ${status})
        on conflict (operator_id) do update set status = excluded.status`,
  );
}

/** A group of the brand with these members. */
export async function addGroup(
  database: Database,
  place: Place,
  operatorIds: readonly string[],
): Promise<string> {
  const id = newId();
  await database.db.execute(
    sql`insert into groups (id, brand_id, name) values (${id}, ${place.brandId}, ${id})`,
  );
  for (const operatorId of operatorIds) {
    await database.db.execute(
      sql`insert into group_members (group_id, operator_id) values (${id}, ${operatorId})`,
    );
  }
  return id;
}

/** A conversation of a place that offers them, as the rules begin it; not stored yet. */
export async function beginOffered(database: Database, place: Place): Promise<Begun> {
  const begun = await beginOne(database, place);
  const { mode, offerSeconds, autoAttend, returnAfterSeconds, skipOlderThanHours } = {
    ...DEFAULT_ROUTING,
    mode: 'offer' as const,
  };
  const routing = { mode, offerSeconds, autoAttend, returnAfterSeconds, skipOlderThanHours };
  const settings = { ...DEFAULT_SETTINGS, version: 1, routing };
  return { ...begun, conversation: { ...begun.conversation, settings } };
}

/** Stores a version of it. */
export async function show(
  database: Database,
  begun: Begun,
  version: number,
  changes: object,
): Promise<void> {
  const conversations = [{ ...begun.conversation, ...changes }];
  await createProjections(database)(projectionOf(begun, version, { conversations }));
}

/** One that found nobody, and waits to be told of an operator. */
export const idle = (number = 1): object => ({
  offering: { number, asked: [], idle: { retryAt: null } },
});

/** One that is offered to an operator. */
export const offeredTo = (operatorId: string, number = 1): object => ({
  offering: { number, asked: [], offer: { operatorId, until: Date.now() + 30_000 } },
});
