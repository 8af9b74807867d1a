import { sql } from 'drizzle-orm';
import type { Projection, ProjectionResult } from '../domain/conversation/projection';
import { type Batcher, createBatcher } from '../platform/batcher';
import { announce } from './changes';
import { CLOCK_OFFSET } from './contact-clock';
import type { Database, Db } from './database-types';
import { findAhead, type WrittenConversation } from './projections-ahead';
import { writeResumed } from './resumed-events';
import { asRows, rowsOf } from './rows';

/** Clocks that differ by less than this are taken as the same: a workflow's `now` is that of its task. */
const CLOCK_TOLERANCE_MS = 60_000;
const BATCHES_AT_ONCE = 4;
const FINAL_STATUSES = new Set(['sent', 'failed', 'unknown', 'cancelled']);

/**
 * Writes projections: files items under their conversation, writes statuses, and the conversations themselves, in one
 * transaction for each batch. Idempotent, and an older version never overwrites a newer one. A projection that holds
 * an item which had been filed before writes nothing and names it; one that the store is ahead of (projections-ahead.ts)
 * writes nothing and is told what the store holds.
 */
export function createProjections(database: Database): Batcher<Projection, ProjectionResult> {
  return createBatcher<Projection, ProjectionResult>({
    run: (projections) => database.db.transaction((tx) => write(tx, projections)),
    maxSize: 100,
    concurrency: BATCHES_AT_ONCE,
    // One contact's projections are written one after another.
    keyOf: (projection) => projection.contactId,
  });
}

/** `clockOffsetMs`: by how much the contact's clock is ahead. */
export type LockedContact = { lastSeq: number; readonly clockOffsetMs: number };

type MessageRow = {
  readonly id: string;
  readonly conversation_id: string | null;
  readonly seq: number | null;
  readonly filed_version: number | null;
  readonly status: string | null;
  readonly status_version: number;
};

type MessageUpdate = {
  readonly id: string;
  readonly conversation_id: string | null;
  readonly seq: number;
  readonly filed_version: number | null;
  readonly status: string | null;
  readonly error: object | null;
  readonly status_version: number;
};

async function write(tx: Db, projections: readonly Projection[]): Promise<readonly ProjectionResult[]> {
  const contacts = await lockContacts(tx, projections);
  const rows = await readMessages(tx, projections);
  const updates: MessageUpdate[] = [];
  const repeatedIn = (projection: Projection): readonly string[] =>
    projection.files
      .filter((file) => isFiledElsewhere(rows.get(file.messageId), file))
      .map((file) => file.messageId);
  const writable = projections.filter((projection) => repeatedIn(projection).length === 0);
  const written = await writeConversations(
    tx,
    writable.flatMap((one) => toConversationRows(one, contacts.get(one.contactId)?.clockOffsetMs ?? 0)),
  );
  const ahead = await findAhead(tx, writable, written);
  const resumedIds = await writeResumed(
    tx,
    writable.filter((one) => !ahead.has(one)),
    contacts,
  );
  const results = projections.map((projection): ProjectionResult => {
    const repeatedIds = repeatedIn(projection);
    if (repeatedIds.length > 0) return { repeatedIds, withdrawnIds: [] };
    const held = ahead.get(projection);
    if (held !== undefined) return { repeatedIds: [], withdrawnIds: [], ahead: held };
    const contact = contacts.get(projection.contactId);
    let lastSeq = contact?.lastSeq ?? 0;
    const nextSeq = (row: MessageRow): number => {
      if (row.seq !== null) return row.seq;
      lastSeq += 1;
      return lastSeq;
    };
    const withdrawnIds: string[] = [];
    for (const change of inOrder(projection)) {
      const row = rows.get(change.messageId);
      if (row === undefined) continue;
      if (change.type === 'file') {
        if (row.seq !== null) continue;
        const filed = {
          conversation_id: change.conversationId,
          seq: nextSeq(row),
          filed_version: change.version,
        };
        updates.push({
          ...filed,
          id: row.id,
          status: row.status,
          error: null,
          status_version: row.status_version,
        });
        continue;
      }
      if (row.seq === null && row.status === 'failed') {
        withdrawnIds.push(row.id);
        continue;
      }
      const isSettled = row.status !== null && FINAL_STATUSES.has(row.status);
      if (isSettled || row.status_version >= change.version) continue;
      updates.push({
        id: row.id,
        conversation_id: change.conversationId,
        seq: nextSeq(row),
        filed_version: row.filed_version,
        status: change.status,
        error: change.error,
        status_version: change.version,
      });
    }
    if (contact !== undefined) contact.lastSeq = lastSeq;
    return { repeatedIds: [], withdrawnIds };
  });
  await writeMessages(tx, updates);
  if (updates.length + resumedIds.length > 0) await writeLastSeqs(tx, contacts);
  const messageIds = [...resumedIds, ...updates.map((update) => update.id)];
  await tx.execute(announce({ conversationIds: written.map((row) => row.id), messageIds }));
  return results;
}

/** Locks the contacts, in one order everywhere, so that `seq` is given by one transaction at a time. */
async function lockContacts(tx: Db, projections: readonly Projection[]): Promise<Map<string, LockedContact>> {
  const ids = projections.map((projection) => projection.contactId);
  const rows = await rowsOf<{ id: string; last_seq: number; clock_offset_ms: number | string }>(
    tx,
    sql`select id, last_seq, ${CLOCK_OFFSET} as clock_offset_ms from contacts
        where id in ${ids} order by id for no key update`,
  );
  return new Map(
    rows.map((row) => [row.id, { lastSeq: row.last_seq, clockOffsetMs: Number(row.clock_offset_ms) }]),
  );
}

/** Locks them as well, by id as everybody does, before they are written. */
async function readMessages(tx: Db, projections: readonly Projection[]): Promise<Map<string, MessageRow>> {
  const ids = projections.flatMap(({ files, statuses }) =>
    [...files, ...statuses].map((one) => one.messageId),
  );
  if (ids.length === 0) return new Map();
  const rows = await rowsOf<MessageRow>(
    tx,
    sql`select id, conversation_id, seq, filed_version, status, status_version from messages
        where id in ${ids} order by id for no key update`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** A row that this very step had filed before, and is filing again after a crash, is no repeat. */
function isFiledElsewhere(row: MessageRow | undefined, file: Projection['files'][number]): boolean {
  if (row === undefined || row.seq === null) return false;
  return row.conversation_id !== file.conversationId || row.filed_version !== file.version;
}

type Change =
  | ({ readonly type: 'file' } & Projection['files'][number])
  | ({ readonly type: 'status' } & Projection['statuses'][number]);

/** All changes of rows in the order in which they happened: it is the order of the transcript. */
function inOrder({ files, statuses }: Projection): readonly Change[] {
  const changes: Change[] = [
    ...files.map((file) => ({ type: 'file', ...file }) as const),
    ...statuses.map((status) => ({ type: 'status', ...status }) as const),
  ];
  return changes.sort((a, b) => a.version - b.version);
}

async function writeMessages(tx: Db, updates: readonly MessageUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  await tx.execute(
    sql`update messages set conversation_id = input.conversation_id, seq = input.seq,
          filed_version = input.filed_version, status = input.status, error = input.error,
          status_version = input.status_version, changed_at = clock_timestamp()
        from ${asRows(
          updates,
          'id text, conversation_id text, seq int, filed_version int, status text, error jsonb, status_version int',
        )}
        where messages.id = input.id`,
  );
}

async function writeLastSeqs(tx: Db, contacts: ReadonlyMap<string, LockedContact>): Promise<void> {
  const lastSeqs = [...contacts].map(([id, { lastSeq }]) => ({ id, last_seq: lastSeq }));
  await tx.execute(
    sql`update contacts set last_seq = input.last_seq from ${asRows(lastSeqs, 'id text, last_seq int')}
        where contacts.id = input.id and contacts.last_seq < input.last_seq`,
  );
}

function toConversationRows(projection: Projection, contactOffsetMs: number): object[] {
  const offset = projection.now - Date.now();
  const clockOffsetMs = Math.abs(offset) < CLOCK_TOLERANCE_MS ? 0 : offset;
  // A new chain begins at the wall clock again, while the contact's phone stays where it is. What is found at the
  // conversation's first row holds for it: within a chain both clocks are moved together.
  const shift = contactOffsetMs - clockOffsetMs;
  const clockShiftMs = shift < 2 * CLOCK_TOLERANCE_MS ? 0 : shift;
  return projection.conversations.map((conversation) => ({
    id: conversation.id,
    contact_id: conversation.contactId,
    channel_id: conversation.channelId,
    brand_id: conversation.brandId,
    state: conversation.state,
    operator_id: conversation.operatorId,
    version: projection.version,
    settings_version: conversation.settings.version,
    snapshot: conversation,
    run_id: projection.runId,
    clock_offset_ms: clockOffsetMs,
    clock_shift_ms: clockShiftMs,
    waits_for_channel: conversation.outbound.some(
      (one) => one.status === 'queued' && one.waitsForChannel === true,
    ),
    started_at: new Date(conversation.startedAt).toISOString(),
  }));
}

/**
 * A completed conversation stays as it is but for messages of it that were still leaving. Of two projections with one
 * version the later one counts: the first was made by a workflow task that was lost, and the task that took its place
 * may have taken the same events in another order.
 */
async function writeConversations(tx: Db, rows: readonly object[]): Promise<WrittenConversation[]> {
  if (rows.length === 0) return [];
  return rowsOf<WrittenConversation>(
    tx,
    sql`insert into conversations as c (id, contact_id, channel_id, brand_id, state, operator_id, version,
          settings_version, snapshot, run_id, clock_offset_ms, clock_shift_ms, waits_for_channel, started_at)
        select id, contact_id, channel_id, brand_id, state, operator_id, version,
          settings_version, snapshot, run_id, clock_offset_ms, clock_shift_ms, waits_for_channel, started_at
        from ${asRows(
          rows as Record<string, unknown>[],
          `id text, contact_id text, channel_id text, brand_id text, state text, operator_id text, version int,
           settings_version int, snapshot jsonb, run_id text, clock_offset_ms bigint, clock_shift_ms bigint,
           waits_for_channel boolean, started_at timestamptz`,
        )}
        on conflict (id) do update set state = excluded.state, operator_id = excluded.operator_id,
          version = excluded.version, settings_version = excluded.settings_version, snapshot = excluded.snapshot,
          run_id = excluded.run_id, clock_offset_ms = excluded.clock_offset_ms,
          places = remember_place(c.places, c.activity_number, c.placed_by),
          waits_for_channel = excluded.waits_for_channel,
          activity_number = excluded.activity_number, placed_by = excluded.placed_by, changed_at = clock_timestamp()
        where c.version <= excluded.version
        returning c.id, c.xmax = 0 as is_new`,
  );
}
