import type { LatestChain, StoredChain } from '../../domain/chain/stored-chain';
import type { Database } from '../engine/database-types';
import { rowsOf } from '../engine/rows';
import { columnsAs, type RowOf, sql } from '../engine/sql';
import { conversations, isOpen, isUnfinished as isUnfinishedRow } from '../schema/conversations';
import { conversationSchema } from './conversation-schema';

const c = columnsAs(conversations, 'c');

/** A condition on a row `c`: a run has to host it, because it is open or some of its messages still have to be sent. */
export const isUnfinished = sql`(${isUnfinishedRow(c)})`;

/** What is stored of a contact's chain while it is unfinished; null: nothing is left to do. */
export async function unfinishedChain(
  { db }: Pick<Database, 'db'>,
  contactId: string,
): Promise<StoredChain | null> {
  const chain = await latestChain({ db }, contactId);
  if (chain === null || !chain.isUnfinished) return null;
  const { isUnfinished: _, clockOffsetMs: __, ...stored } = chain;
  return stored;
}

/** The newest conversation of a contact's chain, open or completed; null: the contact has none. */
export async function latestChain(
  { db }: Pick<Database, 'db'>,
  contactId: string,
): Promise<LatestChain | null> {
  const [row] = await rowsOf<
    RowOf<typeof conversations, 'snapshot' | 'version' | 'clockOffsetMs'> & {
      readonly is_unfinished: boolean;
      readonly accepted_ids: readonly string[];
    }
  >(
    db,
    // The newest one, unless an older one is still open, which should not happen.
    sql`select ${c.snapshot}, ${c.version}, ${c.clockOffsetMs}, ${isUnfinished} as is_unfinished,
          accepted_replies(${contactId}) as accepted_ids
        from ${conversations} c where ${c.contactId} = ${contactId} order by ${c.state} = 'completed', ${c.activityNumber} desc limit 1`,
  );
  if (row === undefined) return null;
  const conversation = conversationSchema.parse(row.snapshot);
  const { channelId, brandId } = conversation;
  return {
    contactId,
    channelId,
    brandId,
    version: row.version,
    conversation,
    acceptedIds: row.accepted_ids,
    isUnfinished: row.is_unfinished,
    clockOffsetMs: Number(row.clock_offset_ms),
  };
}

/**
 * A condition on a row `c`: as `isUnfinished`, but messages of a completed conversation that were not sent within its window will
 * never be sent.
 */
const needsRun = sql`${isUnfinished} and (${isOpen(c)} or ${c.changedAt} > statement_timestamp() - interval '3 days')`;

/** How many contacts have an unfinished conversation. */
export async function countUnfinishedContacts({ db }: Pick<Database, 'db'>): Promise<number> {
  const query = sql`select count(distinct ${c.contactId})::int as count from ${conversations} c where ${needsRun}`;
  const [row] = await rowsOf<{ readonly count: number }>(db, query);
  return row?.count ?? 0;
}

/** Contacts with an unfinished conversation, in the order of their ids: at most `limit` of those after `afterContactId`. */
export async function unfinishedContacts(
  { db }: Pick<Database, 'db'>,
  afterContactId: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await rowsOf<RowOf<typeof conversations, 'contactId'>>(
    db,
    sql`select distinct ${c.contactId} as contact_id from ${conversations} c
        where ${needsRun} and ${c.contactId} > ${afterContactId} order by contact_id limit ${limit}`,
  );
  return rows.map((row) => row.contact_id);
}
