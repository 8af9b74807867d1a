/**
 * Search for words in messages and in contacts' shown names, remarks, tags and openids
 * (docs/decisions/0006-search-by-pairs.md). A rare word is found through the index of pairs; a frequent one by reading the
 * newest conversations, many of which contain it.
 */
import type { SQL } from 'drizzle-orm';
import { MARK_LENGTH, markSearched } from '../../domain/contact';
import { searchForm } from '../../domain/search-form';
import type { Db } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { formOf, holds } from '../engine/search-words';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { contacts } from '../schema/contacts';
import { conversations } from '../schema/conversations';
import { messages } from '../schema/messages';
import { messageText, messageWords } from '../transcript/message-words';
import { hasSeq, isNotLeaving } from '../transcript/row-life';
import { type ConversationFilter, type ConversationPage, pageOfIds, placed } from './conversation-pages';

/** A word with more hits than this counts as frequent. */
const MOST_HITS = 1_000;
/** How many of the newest conversations are read for a frequent word before all its hits are taken from the index. */
const READ_FOR_FREQUENT = 1_000;
/** A single character is not a pair: only this many of the newest conversations are searched for it. */
const READ_FOR_ONE_CHARACTER = 2_000;

/** How many of a conversation's newest messages are read to find a frequent word in it. */
const READ_FOR_MATCH = 200;

const m = columnsAs(messages, 'm');
const c = columnsAs(conversations, 'c');

/**
 * The expressions that contacts and messages are searched by, in the form in which texts are compared; the indexes use
 * the same.
 */
const CONTACT_WORDS = sql`search_form(contact_words(${contacts.name}, ${contacts.remark}, ${contacts.tags}, ${contacts.openId}))`;
const MESSAGE_WORDS = messageWords(m);

/**
 * The condition that a contact has `search` in its shown name, remark, tags or openid; from two characters on by the
 * indexes.
 */
export function contactHas(search: string): SQL {
  return sql`${contacts.id} in (${contactIds(search)})`;
}

/** Selects the ids of such contacts. */
function contactIds(search: string): SQL {
  const byWords = sql`select ${contacts.id} as id from ${contacts}
    where bigrams(${CONTACT_WORDS}) @> bigrams(${formOf(search)}) and ${holds(CONTACT_WORDS, search)}`;
  const mark = markSearched(search);
  if (mark === null) return byWords;
  // Not joined by OR: each part has an index of its own.
  return sql`${byWords} union all select ${contacts.id} as id from ${contacts} where ${hasMark(mark)}`;
}

/** The condition that a contact is shown by a made name with this mark, worded as in the partial index. */
function hasMark(mark: string): SQL {
  return sql`right(${contacts.id}, ${sql.raw(String(MARK_LENGTH))}) = ${mark} and ${IS_NAMELESS}`;
}
const IS_NAMELESS = sql`coalesce(${contacts.name}, '') = '' and coalesce(${contacts.remark}, '') = ''`;

/** The same as {@link contactHas}, of one contact that has been read. */
function readContactHas(search: string): SQL {
  const mark = markSearched(search);
  const byWords = holds(CONTACT_WORDS, search);
  return mark === null ? byWords : sql`(${byWords} or (${hasMark(mark)}))`;
}

/** Selects the ids of a page of conversations that contain `search` somewhere. */
export async function searchPage(
  db: Db,
  filter: ConversationFilter & { readonly search: string },
  page: ConversationPage,
): Promise<SQL> {
  const { search } = filter;
  const read = (most: number): Promise<readonly string[]> => idsOf(db, readNewest(filter, page, most));
  if (isOneCharacter(search)) return amongIds(await read(READ_FOR_ONE_CHARACTER), filter, page);
  const found = await idsOf(db, hits(search, MOST_HITS + 1));
  if (found.length <= MOST_HITS) return amongIds(found, filter, page);
  const newest = await read(READ_FOR_FREQUENT);
  if (newest.length >= page.limit) return amongIds(newest, filter, page);
  // The word is frequent, but not recently, or not in what the reader may see: all its hits are needed.
  return among(hits(search, null), filter, page);
}

/** The newest message of a conversation that contains the search words. */
export type Match = { readonly messageId: string; readonly seq: number; readonly text: string };

/**
 * Where each of these conversations contains `search`, by conversation id; those that were found only through their
 * contact are left out. A rare word is looked up in the index of pairs, a frequent one by reading the newest messages
 * of each conversation.
 */
export async function findMatches(
  db: Db,
  conversationIds: readonly string[],
  search: string,
): Promise<ReadonlyMap<string, Match>> {
  if (conversationIds.length === 0) return new Map();
  const rows =
    (await rareMatches(db, conversationIds, search)) ?? (await newestMatches(db, conversationIds, search));
  return new Map(
    rows.map(({ conversation_id, id, seq, text }) => [conversation_id, { messageId: id, seq, text }]),
  );
}

type MatchRow = RowOf<typeof messages, 'id'> & {
  readonly conversation_id: string;
  readonly seq: number;
  readonly text: string;
};

/** From all hits of the word; null if it is frequent or too short for the index. */
async function rareMatches(
  db: Db,
  conversationIds: readonly string[],
  search: string,
): Promise<readonly MatchRow[] | null> {
  if (isOneCharacter(search)) return null;
  const found = await rowsOf<Omit<MatchRow, 'text'>>(
    db,
    sql`with found as materialized (
          select ${m.conversationId} as conversation_id, ${m.id} as id, ${m.seq} as seq from ${messages} m
          where ${messageHas(search)}
        ) select conversation_id, id, seq from found limit ${MOST_HITS + 1}`,
  );
  if (found.length > MOST_HITS) return null;
  const wanted = new Set(conversationIds);
  const newest = new Map<string, string>();
  for (const one of [...found].sort((a, b) => a.seq - b.seq)) {
    if (wanted.has(one.conversation_id)) newest.set(one.conversation_id, one.id);
  }
  return rowsOf<MatchRow>(
    db,
    sql`select hit.* from jsonb_array_elements_text(${JSON.stringify([...newest.values()])}::jsonb) as wanted(id)
        cross join lateral (
          select ${m.conversationId} as conversation_id, ${m.id} as id, ${m.seq} as seq, ${messageText(m)} as text
          from ${messages} m where ${m.id} = wanted.id limit 1) as hit`,
  );
}

/** Reads each conversation from its newest message back, by the index of its transcript. */
function newestMatches(
  db: Db,
  conversationIds: readonly string[],
  search: string,
): Promise<readonly MatchRow[]> {
  return rowsOf<MatchRow>(
    db,
    sql`select wanted.id as conversation_id, hit.id, hit.seq, hit.text
        from jsonb_array_elements_text(${JSON.stringify(conversationIds)}::jsonb) as wanted(id)
        cross join lateral (
          select ${m.id} as id, ${m.seq} as seq, ${messageText(m)} as text from (
            select ${m.id}, ${m.seq}, ${m.direction}, ${m.content} from ${messages} m
            where ${m.conversationId} = wanted.id and ${hasSeq(m)}
            order by ${m.seq} desc limit ${READ_FOR_MATCH}) as m
          where ${m.direction} <> 'event' and ${holds(MESSAGE_WORDS, search)}
          order by ${m.seq} desc limit 1) as hit`,
  );
}

async function idsOf(db: Db, query: SQL): Promise<readonly string[]> {
  return (await rowsOf<{ id: string }>(db, query)).map(({ id }) => id);
}

/**
 * Ids of conversations that contain the word; one may appear more than once. The parts are materialized, so that they
 * are read by the index whatever the limit is, and no further than the limit.
 */
function hits(search: string, limit: number | null): SQL {
  const atMost = limit === null ? sql`` : sql`limit ${limit}`;
  return sql`
    with in_messages as materialized (
      select ${m.conversationId} as id from ${messages} m where ${messageHas(search)}
    ), in_contacts as materialized (
      ${contactIds(search)}
    )
    (select id from in_messages ${atMost})
    union all
    (select c.id from (select id from in_contacts ${atMost}) as k
      cross join lateral (
        select ${c.id} as id from ${conversations} c where ${c.contactId} = k.id offset 0) as c ${atMost})`;
}

/** Ids of the conversations that contain the word, among the newest `most` of the filter; as many as the page needs. */
function readNewest(
  filter: ConversationFilter & { readonly search: string },
  page: ConversationPage,
  most: number,
) {
  const { search } = filter;
  // A scalar subquery, not EXISTS: the planner must not turn it into a join that reads all messages.
  return sql`
    select newest.id from (${pageOfIds(filter, { ...page, limit: most })}) as newest
    where (select true from ${conversations} c join ${contacts} on ${contacts.id} = ${c.contactId}
        where ${c.id} = newest.id and ${readContactHas(search)} limit 1)
      or (select true from ${messages} m
        where ${m.conversationId} = newest.id and ${hasSeq(m)} and ${m.direction} <> 'event'
          and ${holds(MESSAGE_WORDS, search)} limit 1)
    order by newest.place desc limit ${page.limit}`;
}

/** The condition that a message `m` of a conversation contains `search`, worded as in the partial index of pairs. */
function messageHas(search: string): SQL {
  return sql`${hasSeq(m)} and ${m.direction} <> 'event' and ${messageText(m)} is not null
    and ${isNotLeaving(m)}
    and bigrams(${MESSAGE_WORDS}) @> bigrams(${formOf(search)})
    and ${holds(MESSAGE_WORDS, search)} and ${m.conversationId} is not null`;
}

/** One character is not a pair. */
function isOneCharacter(search: string): boolean {
  return Array.from(searchForm(search).trim()).length < 2;
}

function amongIds(ids: readonly string[], filter: ConversationFilter, page: ConversationPage): SQL {
  return among(sql`select jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb)`, filter, page);
}

function among(ids: SQL, filter: ConversationFilter, page: ConversationPage): SQL {
  return placed(filter, page, sql`${c.id} in (${ids})`);
}
