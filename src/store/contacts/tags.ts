/** The tags of contacts and of conversations together. */
import type { SQL } from 'drizzle-orm';
import { announceConversations } from '../conversations/conversation-facts';
import type { Database } from '../engine/database-types';
import { rowsOf, toTextArray } from '../engine/rows';
import { namesOf, sql } from '../engine/sql';
import { type AuditActor, type AuditEntry, appendAudit } from '../people/audit-log';
import { channels } from '../schema/channels';
import { contacts, hasTags } from '../schema/contacts';
import { conversations } from '../schema/conversations';

/** A tag, and how many contacts and conversations have it. */
type UsedTag = { readonly tag: string; readonly contacts: number; readonly conversations: number };
type TagCounts = Omit<UsedTag, 'tag'>;

export type Tags = {
  /** The tags in these brands (null: all), the most used first; at most `limit`. */
  readonly list: (brandIds: readonly string[] | null, limit: number) => Promise<readonly UsedTag[]>;
  /**
   * Replaces a tag by another one wherever it is used, in all brands. A contact or conversation that had both has one
   * afterwards.
   */
  readonly rename: (tag: string, to: string, by: AuditActor) => Promise<TagCounts>;
  readonly remove: (tag: string, by: AuditActor) => Promise<TagCounts>;
};

/** Rows are changed in small statements, so that messages of these contacts do not have to wait for all of them. */
const AT_ONCE = 150;

const k = namesOf(contacts);
const c = namesOf(conversations);

/** Where tags are used, and changes of their names. */
export function createTags({ db }: Pick<Database, 'db'>): Tags {
  /** Repeats a statement that changes at most {@link AT_ONCE} rows, until it finds none. */
  const all = async (statement: SQL): Promise<number> => {
    for (let done = 0; ; ) {
      const [row] = await rowsOf<{ count: number }>(db, statement);
      if (row === undefined || row.count === 0) return done;
      done += row.count;
    }
  };
  const change = async (tag: string, to: string | null): Promise<TagCounts> => ({
    contacts: await all(changeContacts(tag, to)),
    conversations: await all(changeConversations(tag, to)),
  });
  const audit = (by: AuditActor, entry: AuditEntry): Promise<void> =>
    db.transaction((tx) => appendAudit(tx, by, entry));
  return {
    async list(brandIds, limit) {
      if (brandIds?.length === 0) return [];
      const ofContacts = brandIds === null ? sql`true` : sql`${channels.brandId} in ${brandIds}`;
      const ofConversations = brandIds === null ? sql`true` : sql`${conversations.brandId} in ${brandIds}`;
      return rowsOf<UsedTag>(
        db,
        sql`select tag, sum(contact)::int as contacts, sum(conversation)::int as conversations from (
              select unnest(${contacts.tags}) as tag, 1 as contact, 0 as conversation
              from ${contacts} join ${channels} on ${channels.id} = ${contacts.channelId}
              where ${hasTags(contacts)} and ${ofContacts}
              union all
              select unnest(${conversations.tags}), 0, 1 from ${conversations}
              where ${hasTags(conversations)} and ${ofConversations}
            ) as used group by tag order by count(*) desc, tag limit ${limit}`,
      );
    },
    // Audited before: batches that are done stay done if a later one fails.
    async rename(tag, to, by) {
      await audit(by, { action: 'tag.renamed', details: { tag, to } });
      return tag === to ? { contacts: 0, conversations: 0 } : change(tag, to);
    },
    async remove(tag, by) {
      await audit(by, { action: 'tag.deleted', details: { tag } });
      return change(tag, null);
    },
  };
}

/** The tags with `tag` replaced by `to`, without duplicates. */
function changed(tags: SQL, tag: string, to: string | null): SQL {
  return to === null
    ? sql`array_remove(${tags}, ${tag})`
    : sql`array(select one from (
          select one, min(place) as place from unnest(array_replace(${tags}, ${tag}, ${to}))
            with ordinality as each (one, place) group by one) as once order by place)`;
}

/** Locks rows in the order of their ids, as is done everywhere. */
function changeContacts(tag: string, to: string | null): SQL {
  return sql`with found as (
        select ${contacts.id} as id from ${contacts} where ${contacts.tags} @> ${toTextArray([tag])}
        order by ${contacts.id} limit ${AT_ONCE} for no key update
      ), changed as (
        update ${contacts} set ${k.tags} = ${changed(sql`${contacts.tags}`, tag, to)}
        from found where ${contacts.id} = found.id returning ${contacts.id}
      ) select count(*)::int as count from changed`;
}

function changeConversations(tag: string, to: string | null): SQL {
  return sql`with found as (
        select ${conversations.id} as id from ${conversations} where ${conversations.tags} @> ${toTextArray([tag])}
        order by ${conversations.contactId} limit ${AT_ONCE} for no key update
      ), changed as (
        update ${conversations} set ${c.tags} = ${changed(sql`${conversations.tags}`, tag, to)},
          ${c.factsVersion} = ${conversations.factsVersion} + 1, ${c.changedAt} = clock_timestamp()
        from found where ${conversations.id} = found.id returning ${conversations.id} as id
      ), announced as (${announceConversations(sql`changed`)})
      select count(*)::int as count from changed left join announced on true`;
}
