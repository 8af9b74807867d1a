import { sql } from 'drizzle-orm';
import type { Projection, ProjectionResult } from '../domain/conversation/projection';
import { conversationSchema } from './conversation-schema';
import type { Db } from './database-types';
import { rowsOf } from './rows';

/** A conversation that was written; `is_new`: it was not there before. */
export type WrittenConversation = { readonly id: string; readonly is_new: boolean };

type Ahead = NonNullable<ProjectionResult['ahead']>;
type Found = {
  readonly contact_id: string;
  readonly id: string;
  readonly version: number;
  readonly run_id: string;
  readonly state: string;
  readonly snapshot: unknown;
};

/**
 * Which of these projections the store is ahead of, with what it holds: one whose conversation is stored in a newer
 * version already, the one that is renewed included, and one that begins a conversation while another one of the
 * contact's is open, of which its chain knows nothing. What it begins is taken out again: a contact has one that is open.
 *
 * Asks the database only where a conversation was begun, or was not written.
 */
export async function findAhead(
  tx: Db,
  projections: readonly Projection[],
  written: readonly WrittenConversation[],
): Promise<ReadonlyMap<Projection, Ahead>> {
  const isNew = new Map(written.map((row) => [row.id, row.is_new]));
  const doubtful = projections.filter(({ conversations }) => {
    const last = conversations.at(-1);
    return last !== undefined && isNew.get(last.id) !== false;
  });
  if (doubtful.length === 0) return new Map();
  const newIds = written.filter((row) => row.is_new).map((row) => row.id);
  const stored = await readNewest(tx, doubtful, newIds);
  const ahead = new Map<Projection, Ahead>();
  const begunInVain: string[] = [];
  for (const projection of doubtful) {
    const found = stored.get(projection.contactId);
    const last = projection.conversations.at(-1);
    if (found === undefined || last === undefined) continue;
    const isBegun = isNew.get(last.id) === true;
    const isKnown = projection.conversations.some(({ id }) => id === found.id);
    // A newer version is stored: the end that the chain gave it was not written, and it may still be open.
    const isUpToDate = isKnown ? found.version <= projection.version : found.state === 'completed';
    if (isBegun && isUpToDate) continue;
    if (isBegun) begunInVain.push(...projection.conversations.map(({ id }) => id));
    ahead.set(projection, {
      version: found.version,
      conversation: conversationSchema.parse(found.snapshot),
      // A run's own newer version is there where this projection came late; another run's it knows nothing of.
      isForeign: isBegun || found.run_id !== projection.runId,
    });
  }
  const vain = begunInVain.filter((id) => isNew.get(id) === true);
  if (vain.length > 0) await tx.execute(sql`delete from conversations where id in ${vain}`);
  return ahead;
}

/** For each contact the conversation that is open, or else the one that was written last; none of `exceptIds`. */
async function readNewest(
  tx: Db,
  projections: readonly Projection[],
  exceptIds: readonly string[],
): Promise<ReadonlyMap<string, Found>> {
  const contactIds = projections.map(({ contactId }) => contactId);
  const isExcept = exceptIds.length === 0 ? sql`false` : sql`id in ${exceptIds}`;
  const rows = await rowsOf<Found>(
    tx,
    sql`select distinct on (contact_id) contact_id, id, version, run_id, state, snapshot from conversations
        where contact_id in ${contactIds} and not (${isExcept})
        order by contact_id, (state = 'completed'), version desc`,
  );
  return new Map(rows.map((row) => [row.contact_id, row]));
}
