/**
 * Watches the offers of a desk from its database: what the store knew at each claim, and for how long conversations wait although
 * somebody is there. It uses no code of the product that decides about offers.
 */
import { sql } from 'drizzle-orm';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf } from '../../src/store/engine/rows';

/** A claim, and what the store knew of its operator when it was committed. */
export type WatchedClaim = {
  readonly conversation_id: string;
  readonly number: number;
  readonly operator_id: string;
  readonly at: number;
  readonly status: string;
  readonly is_connected: boolean;
  readonly is_disabled: boolean;
  /** Conversations and offers, this one included. */
  readonly taken: number;
  readonly capacity: number | null;
  readonly state: string;
};

/** A conversation that waited without an offer while there were more free places for it than conversations before it. */
export type NeedlessWait = {
  readonly conversationId: string;
  /** When it began, epoch ms. */
  readonly at: number;
  readonly ms: number;
};

export type OfferWatch = {
  readonly claims: () => Promise<readonly WatchedClaim[]>;
  /** Claims of operators who were not there or had no place, or of conversations that somebody attended; or made twice. */
  readonly wrongClaims: () => Promise<readonly WatchedClaim[]>;
  /** Needless waits so far, the longest first. */
  readonly needlessWaits: () => readonly NeedlessWait[];
  /** Forgets them. */
  readonly forget: () => void;
  readonly stop: () => Promise<void>;
};

const LOOKS_EVERY_MS = 200;

/** Begins to watch; the table and the trigger that it adds are not part of the product. */
export async function watchOffers({ db }: Database): Promise<OfferWatch> {
  await db.execute(sql.raw(RECORD_CLAIMS));
  const going = new Map<string, NeedlessWait>();
  const over: NeedlessWait[] = [];
  let isStopped = false;
  let looks = 0;

  const look = async (): Promise<void> => {
    const rows = await rowsOf<{ id: string }>(db, sql.raw(NEEDLESS));
    const now = Date.now();
    const waiting = new Set(rows.map(({ id }) => id));
    for (const [id, wait] of going) {
      if (waiting.has(id)) continue;
      going.delete(id);
      over.push(wait);
    }
    for (const conversationId of waiting) {
      const at = going.get(conversationId)?.at ?? now;
      going.set(conversationId, { conversationId, at, ms: now - at });
    }
    looks += 1;
  };
  const watching = (async () => {
    while (!isStopped) {
      // It looks again while the database is away.
      await look().catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, LOOKS_EVERY_MS));
    }
  })();

  const claims = (): Promise<readonly WatchedClaim[]> =>
    rowsOf<WatchedClaim>(db, sql`select * from watched_claims order by at`);
  return {
    claims,
    async wrongClaims() {
      const all = await claims();
      const seen = new Set<string>();
      return all.filter((claim) => {
        const key = `${claim.conversation_id} ${claim.number}`;
        const isRepeated = seen.has(key);
        seen.add(key);
        const isThere = claim.status === 'online' && claim.is_connected && !claim.is_disabled;
        const hasPlace = claim.capacity === null || claim.taken <= claim.capacity;
        return isRepeated || !isThere || !hasPlace || !['waiting', 'missed'].includes(claim.state);
      });
    },
    needlessWaits: () => [...over, ...going.values()].sort((a, b) => b.ms - a.ms),
    forget() {
      over.length = 0;
      going.clear();
    },
    async stop() {
      isStopped = true;
      await watching;
      if (looks === 0) throw new Error('The queue could not be looked at once.');
    },
  };
}

const RECORD_CLAIMS = `
create table if not exists watched_claims (conversation_id text, number int, operator_id text, at double precision,
  status text, is_connected boolean, is_disabled boolean, taken int, capacity int, state text);
create or replace function watch_claim() returns trigger language plpgsql as $$
begin
  insert into watched_claims
    select new.conversation_id, new.number, new.operator_id, extract(epoch from clock_timestamp()) * 1000,
      coalesce((select status from operator_availability a where a.operator_id = o.id), 'online'),
      exists (select from operator_streams s where s.operator_id = o.id and s.connected_until > clock_timestamp()),
      o.disabled_at is not null,
      (select count(*) from conversations where operator_id = o.id and state = 'active')
        + (select count(*) from offers where operator_id = o.id and expires_at > clock_timestamp()),
      coalesce(o.capacity, (b.routing ->> 'defaultCapacity')::int), c.state
    from operators o, conversations c join brands b on b.id = c.brand_id
    where o.id = new.operator_id and c.id = new.conversation_id;
  return null;
end $$;
create or replace trigger watched_claims after insert or update of number on offers
  for each row execute function watch_claim();`;

/**
 * The conversations of each brand that are offered to nobody are taken in the order in which they wait. Operators are free for
 * one if they are members of its group, or of the brand, and their last offer of it ended long enough ago.
 */
const NEEDLESS = `
with waiting as (
  select c.id, c.brand_id, c.snapshot, c.clock_offset_ms,
    row_number() over (partition by c.brand_id
      order by (coalesce(c.snapshot ->> 'unansweredSince', c.snapshot ->> 'ringingSince'))::numeric - c.clock_offset_ms, c.id) as place,
    case when exists (select from group_members m join operators o on o.id = m.operator_id and o.disabled_at is null
      where m.group_id = c.snapshot ->> 'groupId') then c.snapshot ->> 'groupId' end as group_id
  from conversations c
  where c.state in ('waiting', 'missed') and c.snapshot #>> '{settings,routing,mode}' = 'offer'
    and c.snapshot -> 'isClosedMissed' is null and c.snapshot #> '{offering,offer}' is null
    and not exists (select from offers f where f.conversation_id = c.id and f.expires_at > clock_timestamp())
), free as (
  select * from (
    select o.id, m.brand_id,
      coalesce(o.capacity, (b.routing ->> 'defaultCapacity')::int, 1000)
        - (select count(*) from conversations where operator_id = o.id and state = 'active')
        - (select count(*) from offers where operator_id = o.id and expires_at > clock_timestamp()) as places
    from operators o join brand_members m on m.operator_id = o.id join brands b on b.id = m.brand_id
    where o.disabled_at is null
      and coalesce((select status from operator_availability a where a.operator_id = o.id), 'online') = 'online'
      and exists (select from operator_streams s where s.operator_id = o.id and s.connected_until > clock_timestamp())
  ) as there where places > 0
)
select w.id from waiting w where w.place <= (
  select coalesce(sum(places), 0) from free f where f.brand_id = w.brand_id
    and (w.group_id is null or exists (select from group_members m where m.group_id = w.group_id and m.operator_id = f.id))
    and not exists (
      select from jsonb_array_elements(coalesce(w.snapshot #> '{offering,asked}', '[]') || coalesce(w.snapshot #> '{offering,before}', '[]')) as asked
      where asked ->> 'operatorId' = f.id and (asked ->> 'at')::numeric - w.clock_offset_ms
        + (w.snapshot #>> '{settings,routing,offerSeconds}')::numeric * 1000 > extract(epoch from clock_timestamp()) * 1000))`;
