import type { SQL } from 'drizzle-orm';
import type { ContactAction } from '../../domain/messages/inbound';
import { type Batcher, createBatcher } from '../../platform/batcher';
import { newId } from '../../platform/ids';
import { GROUP_OF_LAST_CODE } from '../contacts/last-code';
import { isUnfinished } from '../conversations/open-conversations';
import type { Database } from '../engine/database-types';
import { asRows, rowsOf } from '../engine/rows';
import { columnsAs, namesOf, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { ratings } from '../schema/ratings';
import { WAS_OVERTAKEN } from './overtaken';
import { isToBeSignalled, isUnfiled } from './row-life';

/** A stored item that is not filed yet. */
export type UnfiledItem = {
  readonly messageId: string;
  readonly contactId: string;
  readonly channelId: string;
  /** By which WeChat's repeats are known; null: it did not come from a webhook. */
  readonly dedupKey: string | null;
  readonly action: ContactAction;
  /** What the contact said, as text or as a voice that WeChat put into words; null: anything else. */
  readonly words: string | null;
  readonly isText: boolean;
  /** It may be the comment of a rating, or is it: the workflow of the rating decides. */
  readonly mayComment: boolean;
  /** How long ago it was received; whole ms, like every time in a conversation. */
  readonly ageMs: number;
  /** Items of a blocked contact are stored, but start nothing. */
  readonly isContactBlocked: boolean;
  /** The contact is known to have left. */
  readonly isContactGone: boolean;
  /** A follow, scan or unfollow that arrived after something newer that says the opposite: shown, but without effect. */
  readonly isOvertaken: boolean;
  /** The store holds an unfinished conversation of the contact, so Temporal should be running it. */
  readonly hasUnfinished: boolean;
  /** A bot takes part in the contact's newest conversation. */
  readonly hasBot: boolean;
  /** The group of the QR code that the contact scanned last, as far as it was recorded (`ContactVisits`); null: none. */
  readonly groupId: string | null;
};

/** The right to signal a contact's items, and the items to signal now, in the order of the commits. */
export type Turn = {
  /** Null if another process has it, or there is nothing to do. */
  readonly turn: string | null;
  readonly items: readonly UnfiledItem[];
  /**
   * The caller has to look again soon: another process has the turn, or more items are waiting behind those under way.
   */
  readonly mustLookAgain: boolean;
};

export type InboxTurns = {
  /**
   * Takes a contact's turn for `leaseMs`, if it is free and there is something to signal. `turn`: the one that was
   * taken when the last item was stored.
   */
  readonly take: Batcher<{ readonly contactId: string; readonly turn: string | null }, Turn>;
  /** Records what was signalled, and returns what has arrived in the meantime; if nothing has, gives the turn back. */
  readonly next: Batcher<
    { readonly contactId: string; readonly turn: string; readonly signalledIds: readonly string[] },
    Turn
  >;
  /** Gives the turn back, even if items are waiting. */
  readonly release: Batcher<{ readonly contactId: string; readonly turn: string }, void>;
};

const BATCH = 200;
const BATCHES_AT_ONCE = 4;
/**
 * At most this many items of a contact are under way to its conversation at once, to keep signals and projections
 * small.
 */
const AT_ONCE = 200;
const contact = namesOf(contacts);
const message = namesOf(messages);
const item = columnsAs(messages, 'item');
const c = columnsAs(conversations, 'c');
const dueContacts = sql`select ${item.contactId} from due item`;

type Row = {
  readonly contact_id: string;
  readonly turn: string | null;
  readonly is_waiting: boolean;
  readonly items: readonly {
    readonly id: string;
    readonly channel_id: string;
    readonly dedup_key: string | null;
    readonly action: ContactAction;
    readonly words: string | null;
    readonly is_text: boolean;
    readonly may_comment: boolean;
    readonly age_ms: number;
    readonly is_blocked: boolean;
    readonly is_gone: boolean;
    readonly is_overtaken: boolean;
    readonly has_unfinished: boolean;
    readonly has_bot: boolean;
    readonly group_id: string | null;
  }[];
};

/** Processes take turns to signal the inbox of a contact (docs/architecture.md). A turn expires after `leaseMs`. */
export function createInboxTurns(
  { db }: Pick<Database, 'db'>,
  { leaseMs }: { readonly leaseMs: number },
): InboxTurns {
  const batched = <Item extends { readonly contactId: string }, Result>(
    run: (items: readonly Item[]) => Promise<readonly Result[]>,
  ) =>
    createBatcher<Item, Result>({
      run,
      maxSize: BATCH,
      concurrency: BATCHES_AT_ONCE,
      keyOf: ({ contactId }) => contactId,
    });
  const later = sql`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`;

  return {
    take: batched(async (wanted) => {
      const input = wanted.map(({ contactId, turn }) => ({ contact_id: contactId, turn, new_turn: newId() }));
      const rows = await rowsOf<Row>(
        db,
        sql`with input as (
              select * from ${asRows(input, 'contact_id text, turn text, new_turn text')}
            ), ${waiting(sql`input`, sql`false`)}, locked as (
              select ${contacts.id} as id from ${contacts} where ${contacts.id} in (${dueContacts})
                and (${contacts.senderLeaseUntil} is null or ${contacts.senderLeaseUntil} < clock_timestamp())
              order by ${contacts.id} for no key update
            ), taken as (
              update ${contacts} set ${contact.senderLeaseUntil} = ${later}, ${contact.senderLeaseBy} = input.new_turn
              from input where ${contacts.id} = input.contact_id and ${contacts.id} in (select id from locked)
              returning ${contacts.id} as id, ${contacts.senderLeaseBy} as turn
            ), holder as (
              select id, turn from taken
              union all
              select ${contacts.id}, ${contacts.senderLeaseBy} from ${contacts} join input on ${contacts.id} = input.contact_id
              where input.turn is not null and ${contacts.senderLeaseBy} = input.turn
                and ${contacts.senderLeaseUntil} >= clock_timestamp()
            )
            ${answer(sql`input`)}`,
      );
      return inOrder(wanted, rows);
    }),

    next: batched(async (ended) => {
      const input = ended.map(({ contactId, turn, signalledIds }) => ({
        contact_id: contactId,
        turn,
        signalled_ids: signalledIds,
      }));
      // The limit tells the planner how many there are, as in `asRows`.
      const signalled = ended.reduce((count, { signalledIds }) => count + signalledIds.length, 0);
      const rows = await rowsOf<Row>(
        db,
        sql`with input as (
              select contact_id, turn, signalled_ids
              from ${asRows(input, 'contact_id text, turn text, signalled_ids jsonb')}
            ), locked as (
              select ${contacts.id} as id from ${contacts} where ${contacts.id} in (select contact_id from input)
              order by ${contacts.id} for no key update
            ), marked as (
              update ${messages} set ${message.signalledAt} = clock_timestamp(),
                ${message.signalTries} = ${messages.signalTries} + 1
              where ${messages.id} in (
                select ${messages.id} from ${messages} where ${messages.id} in (
                  select jsonb_array_elements_text(signalled_ids) from input where (select count(*) from locked) >= 0
                  limit ${signalled})
                order by ${messages.id} for no key update)
            ), ${waiting(sql`input`, sql`input.signalled_ids ? ${item.id}`)}, holder as (
              update ${contacts} set
                ${contact.senderLeaseUntil} = case when ${contacts.id} in (${dueContacts}) then ${later} end,
                ${contact.senderLeaseBy} = case when ${contacts.id} in (${dueContacts}) then input.turn end
              from input join locked on locked.id = input.contact_id
              where ${contacts.id} = locked.id and ${contacts.senderLeaseBy} = input.turn
              returning ${contacts.id} as id, ${contacts.senderLeaseBy} as turn
            )
            ${answer(sql`input`)}`,
      );
      return inOrder(ended, rows);
    }),

    release: batched(async (turns) => {
      await db.execute(
        sql`update ${contacts} set ${contact.senderLeaseUntil} = null, ${contact.senderLeaseBy} = null
            where ${contacts.id} in (
              select ${contacts.id} from ${contacts}
                join ${asRows(
                  turns.map(({ contactId, turn }) => ({ contact_id: contactId, turn })),
                  'contact_id text, turn text',
                )} on ${contacts.id} = input.contact_id and ${contacts.senderLeaseBy} = input.turn
              order by ${contacts.id} for no key update of ${contacts})`,
      );
      return turns.map(() => undefined);
    }),
  };
}

/**
 * The `with` parts `waiting` (how many items of each contact are under way or due, among the first ones) and `due` (what
 * is to be signalled). `isDone`: whether an `item` of the `input` has just been signalled.
 */
function waiting(input: SQL, isDone: SQL): SQL {
  return sql`first_items as (
      select ${item.id}, ${item.contactId}, ${item.channelId}, ${item.action}, ${item.createdAt}, ${item.inboxNumber},
        ${item.direction}, ${item.dedupKey}, ${item.wechatCreatedAt}, ${item.content}, ${item.type}, ${isDone} as is_done,
        ${isToBeSignalled(item)} as is_due
      from ${input} cross join lateral (
        select * from ${messages} item where ${item.contactId} = input.contact_id and ${isUnfiled(item)}
        order by ${item.inboxNumber} limit ${AT_ONCE}) as item
    ), waiting as (
      select ${item.contactId} as contact_id, count(*) as count from first_items item group by ${item.contactId}
    ), due as (
      select * from first_items where is_due and not is_done
    )`;
}

/** The answer for each contact, from `holder` (who has the turn), `waiting` and `due`. */
function answer(input: SQL): SQL {
  return sql`select input.contact_id, holder.turn,
      exists (select from due item where ${item.contactId} = input.contact_id) or coalesce(waiting.count, 0) >= ${AT_ONCE}
        as is_waiting,
      case when holder.id is null then '[]' else coalesce((
        select jsonb_agg(jsonb_build_object('id', ${item.id}, 'channel_id', ${item.channelId},
            'dedup_key', ${item.dedupKey}, 'action', ${item.action},
            'words', case ${item.type} when 'text' then ${item.content} ->> 'text'
              when 'voice' then ${item.content} ->> 'recognition' end,
            'is_text', ${item.type} = 'text',
            'may_comment', ${item.type} = 'text' and exists (
              select from ${ratings} where ${ratings.contactId} = ${contacts.id}
                and (${ratings.awaitsComment} or ${ratings.commentMessageId} = ${item.id})),
            'age_ms', floor(extract(epoch from clock_timestamp() - ${item.createdAt}) * 1000),
            'is_blocked', ${contacts.blockedAt} is not null, 'is_gone', ${contacts.isSubscribed} is false,
            'is_overtaken',
              case when ${item.action} in ('follow', 'scan', 'unfollow') then ${WAS_OVERTAKEN} else false end,
            'group_id', case ${item.action} when 'message' then ${GROUP_OF_LAST_CODE} end,
            'has_unfinished', coalesce((select ${isUnfinished} from ${conversations} c where ${c.contactId} = ${contacts.id}
              order by ${c.activityNumber} desc limit 1), false),
            'has_bot', coalesce((select jsonb_exists(${c.snapshot}, 'bot') from ${conversations} c
              where ${c.contactId} = ${contacts.id} order by ${c.activityNumber} desc limit 1), false)) order by ${item.inboxNumber})
        from due item join ${contacts} on ${contacts.id} = ${item.contactId}
        where ${item.contactId} = input.contact_id), '[]')
      end as items
    from ${input} left join holder on holder.id = input.contact_id left join waiting on waiting.contact_id = input.contact_id`;
}

function inOrder(asked: readonly { readonly contactId: string }[], rows: readonly Row[]): readonly Turn[] {
  const byContact = new Map(rows.map((row) => [row.contact_id, row]));
  return asked.map(({ contactId }) => {
    const { turn = null, is_waiting: isWaiting = false, items = [] } = byContact.get(contactId) ?? {};
    return {
      turn,
      mustLookAgain: isWaiting && items.length === 0,
      items: items.map((row) => ({
        messageId: row.id,
        contactId,
        channelId: row.channel_id,
        dedupKey: row.dedup_key,
        action: row.action,
        words: row.words,
        isText: row.is_text,
        mayComment: row.may_comment,
        ageMs: row.age_ms,
        isContactBlocked: row.is_blocked,
        isContactGone: row.is_gone,
        isOvertaken: row.is_overtaken,
        hasUnfinished: row.has_unfinished,
        hasBot: row.has_bot,
        groupId: row.group_id,
      })),
    };
  });
}
