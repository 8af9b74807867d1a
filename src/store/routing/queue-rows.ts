/** Parts of statements about the queue of conversations that want an offer (schema/offer-queue.ts). */
import type { SQL, SQLWrapper } from 'drizzle-orm';
import { columnsAs, sql } from '../engine/sql';
import { offerQueue } from '../schema/offer-queue';
import { brandMembers, operators } from '../schema/people';
import { groupMembers, groups, offers, operatorAvailability, operatorStreams } from '../schema/routing';

/** A conversation that has not asked, or not answered a signal, for so long keeps nobody behind it waiting. */
const STUCK_AFTER_SECONDS = 10;
/** One that was told so often within a minute and still found nobody does not, either. */
export const TOLD_TOO_OFTEN = 8;

export const q = columnsAs(offerQueue, 'q');
const o = columnsAs(operators, 'o');
const there = columnsAs(operatorAvailability, 'there');
const streams = columnsAs(operatorStreams, 'streams');
const members = columnsAs(brandMembers, 'members');
const belongs = columnsAs(groupMembers, 'belongs');
const g = columnsAs(groups, 'g');
const f = columnsAs(offers, 'f');

/** The order in which conversations are offered: contacts whose window closes within the hour, then the longest waiting. */
export function queuePlace(
  row: Readonly<Record<'windowClosesAt' | 'since' | 'conversationId', SQLWrapper>>,
): SQL {
  return sql`not (${row.windowClosesAt} > clock.now and ${row.windowClosesAt} <= clock.now + interval '1 hour'),
    ${row.since}, ${row.conversationId}`;
}

/** The one instant of a statement. */
export const CLOCK = sql`clock as materialized (select clock_timestamp() as now)`;

/** Conversations that are still offered by themselves, and have not claimed a place that they do not show yet. */
export const IS_WAITING = sql`(${q.skippedFrom} is null or ${q.skippedFrom} > clock.now)
    and ${q.conversationId} not in (select ${f.conversationId} from ${offers} f where ${f.expiresAt} > clock_timestamp())`;

/** Nobody behind it waits for it any more. */
export const IS_STUCK = sql`case when not ${q.isIdle} or ${q.toldAt} > ${q.movedAt}
    then greatest(${q.movedAt}, ${q.toldAt}) < clock.now - interval '1 second' * ${sql.raw(`${STUCK_AFTER_SECONDS}`)}
    else ${q.timesTold} > ${sql.raw(`${TOLD_TOO_OFTEN}`)} and ${q.toldAt} > clock.now - interval '1 minute' end`;

/** Operators who are not to be asked for a row `q` yet, by their ids. */
export const ASKED_IDS = sql`case when ${q.askedUntil} = '{}' then '{}' else array(
    select key from jsonb_each_text(${q.askedUntil}) where value::numeric > extract(epoch from clock.now) * 1000
    order by key) end`;

/** The groups of a brand with a member who may be asked at all; the others count as the brand. */
export function staffedGroups(brandId: SQLWrapper | string): SQL {
  return sql`staffed as materialized (select distinct ${g.id} from ${groups} g
    join ${groupMembers} belongs on ${belongs.groupId} = ${g.id}
    join ${operators} o on ${o.id} = ${belongs.operatorId} and ${o.disabledAt} is null
    join ${brandMembers} members on ${members.operatorId} = ${o.id} and ${members.brandId} = ${g.brandId}
    where ${g.brandId} = ${brandId})`;
}

/**
 * Operators of a brand with a free place: connected, online, enabled.
 * @param conversationId one whose own offer takes none
 */
export function freeOperators(
  brandId: SQLWrapper | string,
  defaultCapacity: SQL,
  conversationId: string | null,
): SQL {
  return sql`free as materialized (select * from (
      select ${o.id}, coalesce(${o.capacity}, ${defaultCapacity}) as capacity, ${there.lastOfferedAt},
        places.active, places.offers,
        array(select ${belongs.groupId} from ${groupMembers} belongs where ${belongs.operatorId} = ${o.id}) as group_ids
      from ${brandMembers} members join ${operators} o on ${o.id} = ${members.operatorId} and ${o.disabledAt} is null
        left join ${operatorAvailability} there on ${there.operatorId} = ${o.id}
        cross join lateral places_taken(${o.id}, ${conversationId}) as places
      where ${members.brandId} = ${brandId} and coalesce(${there.status}, 'online') = 'online'
        and exists (select from ${operatorStreams} streams
          where ${streams.operatorId} = ${o.id} and ${streams.connectedUntil} > clock_timestamp())
    ) as available where has_free_place(active, offers, capacity))`;
}
