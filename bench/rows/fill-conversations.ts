/** Fills a store with completed conversations of one message each, without an engine, for lists and search. */
import { sql } from 'drizzle-orm';
import { beginConversation } from '../../src/domain/chain/begin-conversation';
import { DEFAULT_SETTINGS } from '../../src/domain/settings';
import type { Database } from '../../src/store/engine/database-types';
import { asRows } from '../../src/store/engine/rows';

export type Filling = {
  /** They are numbered from 1, the oldest; `conversation-n` belongs to `contact-n`, whose openid is `openid-n`. */
  readonly conversations: number;
  /** Default 1; conversation n belongs to `brand-b` and `channel-b`, where b is n modulo this. */
  readonly brands?: number;
  readonly textOf: (number: number) => string;
  readonly nameOf?: (number: number) => string | null;
};

const AT_ONCE = 2_000;
const STARTED_AT = Date.UTC(2026, 0, 1);

/** Fills the empty store. */
export async function fillConversations({ db }: Database, filling: Filling): Promise<void> {
  const { conversations, brands = 1, textOf, nameOf = () => null } = filling;
  const snapshot = JSON.stringify({
    ...beginConversation({
      id: '',
      contactId: '',
      channelId: '',
      brandId: '',
      settings: { ...DEFAULT_SETTINGS, version: 1 },
      ageMs: 0,
      now: STARTED_AT,
    }),
    state: 'completed',
    completedAt: STARTED_AT + 60_000,
    completedReason: 'idle_timeout',
  });
  await db.execute(
    sql`insert into brands (id, name) select 'brand-' || n, 'Brand ' || n from generate_series(0, ${brands - 1}::int) n`,
  );
  await db.execute(
    sql`insert into channels (id, brand_id, name, status, encryption, settings)
        select 'channel-' || n, 'brand-' || n, 'Channel', 'live', 'plain', '{}'::jsonb
        from generate_series(0, ${brands - 1}::int) n`,
  );
  for (let from = 1; from <= conversations; from += AT_ONCE) {
    const count = Math.min(AT_ONCE, conversations - from + 1);
    const rows = Array.from({ length: count }, (_, index) => {
      const n = from + index;
      return { n, b: n % brands, text: textOf(n), name: nameOf(n) };
    });
    await db.execute(
      sql`with input as materialized (select * from ${asRows(rows, 'n int, b int, text text, name text')}),
          new_contacts as (
            insert into contacts (id, channel_id, open_id, name, last_seq, profile_due_at)
            select 'contact-' || n, 'channel-' || b, 'openid-' || n, name, 1, null from input),
          new_conversations as (
            insert into conversations (id, contact_id, channel_id, brand_id, state, version, settings_version,
              snapshot, run_id, clock_offset_ms, activity_number, started_at)
            select 'conversation-' || n, 'contact-' || n, 'channel-' || b, 'brand-' || b, 'completed', 1, 1,
              ${snapshot}::jsonb || jsonb_build_object('id', 'conversation-' || n, 'contactId', 'contact-' || n,
                'channelId', 'channel-' || b, 'brandId', 'brand-' || b), 'run', 0, n, now() from input)
          insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind)
          select 'message-' || n, 'contact-' || n, 'channel-' || b, 'conversation-' || n, 'inbound', 'text',
            jsonb_build_object('type', 'text', 'text', text), 1, 'contact' from input`,
    );
  }
}
