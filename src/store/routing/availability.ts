/** Whether operators are there for conversations, as administrators, colleagues and they themselves see it (docs/rules.md#72). */
import type { SQL } from 'drizzle-orm';
import {
  AVAILABILITY_STATUSES,
  type AvailabilityStatus,
  isAvailable,
} from '../../domain/routing/availability';
import type { Database } from '../engine/database-types';
import { rowsOf, toMsOrNull } from '../engine/rows';
import { columnsAs, namesOf, type RowOf, sql } from '../engine/sql';
import { wordOf } from '../engine/stored-words';
import { brandIdsOf } from '../people/memberships';
import type { Role } from '../people/operator-rows';
import { brandMembers, brands, operators } from '../schema/people';
import { groupMembers, operatorAvailability, operatorStreams } from '../schema/routing';
import { availabilityNotices } from './availability-notices';

export type Availability = {
  readonly operator: { readonly id: string; readonly name: string };
  readonly role: Role;
  /** The brands they are a member of. */
  readonly brandIds: readonly string[];
  readonly status: AvailabilityStatus;
  readonly isConnected: boolean;
  readonly isAvailable: boolean;
  /** How many conversations they attend. */
  readonly active: number;
  /** Null: no limit. */
  readonly capacity: number | null;
  /** Epoch ms; null: never. */
  readonly lastOfferedAt: number | null;
};

/**
 * Whose default capacity applies to operators without one of their own; null: the highest of their brands' defaults, so that
 * somebody is shown as available where any brand would offer them a conversation.
 */
export type OfBrand = string | null;

export type AvailabilityStore = {
  /** Null if there is no such operator, or they are disabled. */
  readonly find: (operatorId: string, brandId: OfBrand) => Promise<Availability | null>;
  /** Those of these operators who are not disabled. */
  readonly findMany: (operatorIds: readonly string[]) => Promise<readonly Availability[]>;
  /** Who may attend conversations of one of these brands and is not disabled, oldest first. */
  readonly colleagues: (
    brandIds: readonly string[],
    brandId: OfBrand,
    page: { readonly limit: number; readonly after?: string | undefined },
  ) => Promise<readonly Availability[]>;
  /**
   * To whom conversations of these brands are offered, oldest first: enabled members, or those of the group if it has any.
   */
  readonly audience: (
    brandIds: readonly string[],
    groupId: string | null,
    brandId: OfBrand,
    limit: number,
  ) => Promise<readonly Availability[]>;
  /** Chooses the status of an operator, and tells all processes if it is another one. */
  readonly setStatus: (operatorId: string, status: AvailabilityStatus) => Promise<void>;
};

const statusSchema = wordOf(AVAILABILITY_STATUSES);
const o = columnsAs(operators, 'operators');
const a = columnsAs(operatorAvailability, 'a');
const m = columnsAs(brandMembers, 'm');
const b = columnsAs(brands, 'b');
const availability = namesOf(operatorAvailability);

type Row = RowOf<typeof operators, 'id' | 'name' | 'role'> & {
  readonly brand_ids: string[];
  readonly status: string | null;
  readonly last_offered_at: Date | string | null;
  readonly is_connected: boolean;
  readonly active: number;
  readonly offers: number;
  readonly capacity: number | null;
};

/** The condition that an operator `o` has an event stream open somewhere, or had one a minute ago. */
const IS_CONNECTED = sql`exists (select from ${operatorStreams} where ${operatorStreams.operatorId} = ${o.id}
  and ${operatorStreams.connectedUntil} > clock_timestamp())`;

const DEFAULT_OF_BRAND = sql`(${b.routing} ->> 'defaultCapacity')::int`;

/** The availability of operators in `database`. */
export function createAvailability({ db }: Pick<Database, 'db'>): AvailabilityStore {
  const read = async (brandId: OfBrand, tail: SQL): Promise<readonly Availability[]> => {
    const rows = await rowsOf<Row>(
      db,
      sql`select ${o.id}, ${o.name}, ${o.role}, ${brandIdsOf(operators.id)} as brand_ids, ${a.status},
            ${a.lastOfferedAt}, ${IS_CONNECTED} as is_connected,
            places.active::int as active, places.offers::int as offers,
            coalesce(${o.capacity}, ${defaultCapacity(brandId)}) as capacity
          from ${operators} left join ${operatorAvailability} a on ${a.operatorId} = ${o.id}
            cross join lateral places_taken(${o.id}, null) as places
          where ${o.disabledAt} is null ${tail}`,
    );
    return rows.map(toAvailability);
  };
  return {
    async find(operatorId, brandId) {
      const [found] = await read(brandId, sql`and ${o.id} = ${operatorId}`);
      return found ?? null;
    },
    findMany: async (ids) => (ids.length === 0 ? [] : read(null, sql`and ${o.id} in ${ids}`)),
    async colleagues(brandIds, brandId, { limit, after }) {
      if (brandIds.length === 0) return [];
      const further = after === undefined ? sql`` : sql`and ${o.id} > ${after}`;
      return read(
        brandId,
        sql`and (${o.role} = 'administrator' or ${isMember(brandIds)}) ${further} order by ${o.id} limit ${limit}`,
      );
    },
    async audience(brandIds, groupId, brandId, limit) {
      if (brandIds.length === 0) return [];
      const first = sql`order by ${o.id} limit ${limit}`;
      if (groupId !== null) {
        const ofGroup = await read(brandId, sql`and ${isIn(groupId)} ${first}`);
        if (ofGroup.length > 0) return ofGroup;
      }
      return read(brandId, sql`and ${isMember(brandIds)} ${first}`);
    },
    async setStatus(operatorId, status) {
      // One statement: claims of offers need the lock of this row.
      await db.execute(
        sql`with changed as (
              insert into ${operatorAvailability} as known (${availability.operatorId}, ${availability.status})
              values (${operatorId}, ${status}) on conflict (${availability.operatorId})
              do update set ${availability.status} = excluded.${availability.status}
              where known.${availability.status} <> excluded.${availability.status}
              returning ${availability.operatorId} as id
            ) select ${availabilityNotices(sql`changed.id`)} from changed`,
      );
    },
  };
}

function defaultCapacity(brandId: OfBrand): SQL {
  if (brandId !== null) return sql`(select ${DEFAULT_OF_BRAND} from ${brands} b where ${b.id} = ${brandId})`;
  return sql`(select case when bool_or(${DEFAULT_OF_BRAND} is null) then null else max(${DEFAULT_OF_BRAND}) end
    from ${brandMembers} m join ${brands} b on ${b.id} = ${m.brandId} where ${m.operatorId} = ${o.id})`;
}

function isMember(brandIds: readonly string[]): SQL {
  return sql`exists (select from ${brandMembers} m where ${m.operatorId} = ${o.id} and ${m.brandId} in ${brandIds})`;
}

function isIn(groupId: string): SQL {
  return sql`exists (select from ${groupMembers}
    where ${groupMembers.operatorId} = ${o.id} and ${groupMembers.groupId} = ${groupId})`;
}

function toAvailability(row: Row): Availability {
  const { active, capacity } = row;
  const status = statusSchema.parse(row.status ?? 'online');
  const facts = { status, isConnected: row.is_connected, active, offers: row.offers, capacity };
  return {
    operator: { id: row.id, name: row.name },
    role: row.role,
    brandIds: row.brand_ids,
    status,
    isConnected: row.is_connected,
    isAvailable: isAvailable(facts),
    active,
    capacity,
    lastOfferedAt: toMsOrNull(row.last_offered_at),
  };
}
