/**
 * The life of a row of `messages`: its states, what each means, and who moves the row on. Queries test for a state only
 * with these conditions, and the partial indexes of the schema are built from them.
 *
 * What a contact did (`inbox_number` is set):
 *
 *     stored → signalled → filed
 *
 * What we send (`direction` is `outbound`):
 *
 *     prepared → accepted → sending → settled
 *                  ↑↓
 *                 held
 *
 * The functions in the migrations cannot import this file and repeat the conditions: `write_projections` (unfiled,
 * placed, prepared, waiting, withdrawn, settled), `begin_attempt` (queued), `begin_outside` (unfiled), and the index
 * `messages_text_bigrams` (placed, not leaving). `test/store/transcript/row-life.test.ts` compares the two.
 */
import type { SQL, SQLWrapper } from 'drizzle-orm';
import type { DeliveryStatus } from '../../domain/conversation/delivery';
import { sql } from '../engine/sql';

/** The columns that say where a row is in its life: those of the table, or of the table under another name. */
type LifeColumns = {
  readonly direction: SQLWrapper;
  readonly inboxNumber: SQLWrapper;
  readonly signalledAt: SQLWrapper;
  readonly signalTries: SQLWrapper;
  readonly seq: SQLWrapper;
  readonly status: SQLWrapper;
  readonly acceptedVersion: SQLWrapper;
  readonly holdReason: SQLWrapper;
  readonly resolvedAt: SQLWrapper;
};
type Row<Key extends keyof LifeColumns> = Pick<LifeColumns, Key>;

// Both directions

/**
 * It has a position in the contact's transcript. Once set, `seq` is never cleared; a held message gets a higher one when it
 * leaves.
 */
export function hasSeq({ seq }: Row<'seq'>): SQL {
  return sql`${seq} is not null`;
}

/** It has no position in the transcript yet: only the inbox or the outbox knows of it. */
export function hasNoSeq({ seq }: Row<'seq'>): SQL {
  return sql`${seq} is null`;
}

// What a contact did

/** It arrived through the inbox. */
export function isInboxItem({ inboxNumber }: Row<'inboxNumber'>): SQL {
  return sql`${inboxNumber} is not null`;
}

/**
 * Stored or signalled, and not filed yet. `write_projections` files it when its conversation has taken it;
 * `Inbox.fileOnContact` files an item that belongs to no conversation.
 */
export function isUnfiled(row: Row<'inboxNumber' | 'seq'>): SQL {
  return sql`${isInboxItem(row)} and ${hasNoSeq(row)}`;
}

/** A message of the contact that is filed, but belongs to no conversation: none could begin. */
export function isOnContact(
  row: Row<'seq'> & { readonly conversationId: SQLWrapper; readonly action: SQLWrapper },
): SQL {
  return sql`${row.action} = 'message' and ${row.conversationId} is null and ${hasSeq(row)}`;
}

/** For an unfiled item: its conversation has not been signalled yet. `InboxTurns.next` records the signal. */
export function isStored({ signalledAt }: Row<'signalledAt'>): SQL {
  return sql`${signalledAt} is null`;
}

/** For an unfiled item: its conversation was signalled, but has not filed it yet. */
export function isSignalled({ signalledAt }: Row<'signalledAt'>): SQL {
  return sql`${signalledAt} is not null`;
}

/**
 * A signalled item that is still not filed after this time is signalled again, then after twice that time, up to an
 * hour. The time is long, because an overloaded engine is slow, and a second signal would only add to its load.
 */
const SIGNAL_AGAIN_AFTER_MS = 120_000;
const MOST_DOUBLINGS = 5;

/** For an unfiled item: it has to be signalled now, for the first time or again. */
export function isToBeSignalled(row: Row<'signalledAt' | 'signalTries'>): SQL {
  return sql`(${isStored(row)} or ${row.signalledAt} < clock_timestamp()
    - ${SIGNAL_AGAIN_AFTER_MS} * power(2, least(${row.signalTries} - 1, ${MOST_DOUBLINGS})) * interval '1 millisecond')`;
}

// What we send

/** It is a message to the contact. */
export function isOutbound({ direction }: Row<'direction'>): SQL {
  return sql`${direction} = 'outbound'`;
}

/** It has this status; in text, so that the planner recognizes the condition of a partial index. */
export function hasStatus({ status }: Row<'status'>, wanted: DeliveryStatus): SQL {
  return sql`${status} = ${word(wanted)}`;
}

/**
 * The API has stored it and is asking the workflow to accept it. The first projection that contains it
 * (`write_projections`) gives it a place; `Outbox.discard`, `giveUp` and `settleUnaccepted` end it if the workflow does
 * not have it.
 */
export function isPrepared(row: Row<'seq' | 'status'>): SQL {
  return sql`${hasNoSeq(row)} and ${hasStatus(row, 'queued')}`;
}

/** Its workflow is known to have accepted it, so it is no longer given up. Set by `Outbox.accept` or a projection. */
export function isKnownAccepted({ acceptedVersion }: Row<'acceptedVersion'>): SQL {
  return sql`${acceptedVersion} is not null`;
}

/** It is not known yet whether its workflow has accepted it. */
export function isNotKnownAccepted({ acceptedVersion }: Row<'acceptedVersion'>): SQL {
  return sql`${acceptedVersion} is null`;
}

/** Prepared, and not known to be accepted by its workflow: it may still be given up. */
export function isUnsure(row: Row<'seq' | 'status' | 'acceptedVersion'>): SQL {
  return sql`${isPrepared(row)} and ${isNotKnownAccepted(row)}`;
}

/** Prepared, accepted or held: no attempt to send it is under way. */
export function isWaiting(row: Row<'status'>): SQL {
  return hasStatusOf(row, ['queued', 'held']);
}

/** An attempt may begin: `begin_attempt` makes it `sending`. */
export function isQueued(row: Row<'status'>): SQL {
  return hasStatus(row, 'queued');
}

/** It is not settled: it may still be sent, and its words are needed. */
export function isOnItsWay(row: Row<'status'>): SQL {
  return hasStatusOf(row, ['queued', 'held', 'sending']);
}

/** An attempt is under way. `SendLedger.end` settles it, or makes it queued again. */
export function isSending(row: Row<'status'>): SQL {
  return hasStatus(row, 'sending');
}

/** Its outcome is final; only an `unknown` one may still be resolved by an operator. */
export function isSettled(row: Row<'status'>): SQL {
  return hasStatusOf(row, ['sent', 'failed', 'unknown', 'cancelled']);
}

/** It may or may not have arrived. `Outbox.resolveAsSent` marks it as sent. */
export function isUnknown(row: Row<'status'>): SQL {
  return hasStatus(row, 'unknown');
}

/** Unknown, and no operator has decided what to do. `markResolved` ends that when the message was sent again. */
export function isUndecided(row: Row<'status' | 'resolvedAt'>): SQL {
  return sql`${isUnknown(row)} and ${row.resolvedAt} is null`;
}

/**
 * It did not reach the contact, or may not have, and no operator has settled that: one has to look (docs/rules.md#51).
 * What is held because it waits for something that the contact or the clock does is no trouble.
 */
export function isTrouble(row: Row<'direction' | 'status' | 'holdReason' | 'resolvedAt'>): SQL {
  const { status, holdReason, resolvedAt } = row;
  return sql`${isOutbound(row)} and ${hasStatusOf(row, ['failed', 'unknown', 'held'])} and ${resolvedAt} is null and (${status} <> 'held' or ${holdReason} is null)`;
}

/** It is neither queued nor being sent: searches skip messages that are about to change. */
export function isNotLeaving({ status }: Row<'status'>): SQL {
  return sql`(${status} is null or ${status} not in (${words(['queued', 'sending'])}))`;
}

/** The fields by which the same questions are answered for an outbound row that was read. */
export type ReadRow = { readonly seq: number | null; readonly status: DeliveryStatus | null };

/** {@link isPrepared}, of a row that was read: no projection has shown yet whether the workflow has it. */
export function isReadPrepared({ seq, status }: ReadRow): boolean {
  return seq === null && status === 'queued';
}

/**
 * Whether the API withdrew it before it was known whether the workflow had accepted it. Final; the workflow learns of
 * it.
 */
export function isReadWithdrawn({ seq, status }: ReadRow): boolean {
  return seq === null && status === 'failed';
}

function hasStatusOf({ status }: Row<'status'>, wanted: readonly DeliveryStatus[]): SQL {
  return sql`${status} in (${words(wanted)})`;
}

function word(status: DeliveryStatus): SQL {
  return sql.raw(`'${status}'`);
}

function words(statuses: readonly DeliveryStatus[]): SQL {
  return sql.join(statuses.map(word), sql`, `);
}
