/**
 * The functions and indexes of the migrations test for the states of a row by conditions of their own. Rows in every
 * combination of the columns that count are given to both: they have to agree.
 */
import { eq, type SQL } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/pg-core';
import { DELIVERY_STATUSES, type DeliveryStatus } from '../../../src/domain/conversation/delivery';
import { newId } from '../../../src/platform/ids';
import { createProjections } from '../../../src/store/conversations/projections';
import { rowsOf } from '../../../src/store/engine/rows';
import { sql } from '../../../src/store/engine/sql';
import { contacts } from '../../../src/store/schema/contacts';
import { messages } from '../../../src/store/schema/messages';
import {
  hasNoSeq,
  hasSeq,
  isInboxItem,
  isKnownAccepted,
  isNotKnownAccepted,
  isNotLeaving,
  isOnContact,
  isOutbound,
  isPrepared,
  isQueued,
  isReadWithdrawn,
  isSending,
  isSettled,
  isSignalled,
  isStored,
  isTrouble,
  isUndecided,
  isUnfiled,
  isUnknown,
  isWaiting,
} from '../../../src/store/transcript/row-life';
import { describeWithDatabase } from '../../support/database';
import {
  type Begun,
  beginOne,
  createPlace,
  type Place,
  projectionOf,
  rowOf,
} from '../../support/scenario-store';

type Outbound = {
  readonly id: string;
  readonly status: DeliveryStatus;
  readonly hasSeq: boolean;
  readonly isAccepted: boolean;
};

describeWithDatabase('the life of a row', (database) => {
  let place: Place;
  let begun: Begun;
  beforeEach(async () => {
    place = await createPlace(database());
    begun = await beginOne(database(), place);
  });

  /** What we send, in every combination of status, place and acceptance. */
  async function everyOutboundRow(): Promise<readonly Outbound[]> {
    const rows = DELIVERY_STATUSES.flatMap((status) =>
      [false, true].flatMap((hasSeq) =>
        [false, true].map((isAccepted) => ({ id: newId(), status, hasSeq, isAccepted })),
      ),
    );
    await database()
      .db.update(contacts)
      .set({ lastSeq: rows.length })
      .where(eq(contacts.id, begun.contactId));
    for (const [index, { id, status, hasSeq, isAccepted }] of rows.entries()) {
      await database()
        .db.insert(messages)
        .values({
          id,
          contactId: begun.contactId,
          channelId: place.channelId,
          direction: 'outbound',
          type: 'text',
          content: { type: 'text', text: `tea ${index}` },
          senderKind: 'operator',
          senderId: 'li',
          status,
          seq: hasSeq ? index + 1 : null,
          acceptedVersion: isAccepted ? 1 : null,
          wishedConversationId: begun.conversation.id,
        });
    }
    return rows;
  }
  /** What a contact writes, without the columns that tell where it is on its way. */
  const inbound = () => ({
    contactId: begun.contactId,
    channelId: place.channelId,
    direction: 'inbound' as const,
    type: 'text',
    content: {},
    senderKind: 'contact' as const,
    action: 'message',
  });
  const idsWhere = async (condition: SQL): Promise<ReadonlySet<string>> => {
    const rows = await rowsOf<{ id: string }>(
      database().db,
      sql`select ${messages.id} from ${messages} where ${condition}`,
    );
    return new Set(rows.map(({ id }) => id));
  };

  it('gives every outbound row exactly one of: waiting, sending, settled', async () => {
    const all = await everyOutboundRow();
    const counts = await rowsOf<{ states: number }>(
      database().db,
      sql`select (${isWaiting(messages)})::int + (${isSending(messages)})::int + (${isSettled(messages)})::int as states
          from ${messages} where ${isOutbound(messages)}`,
    );
    expect(counts).toEqual(all.map(() => ({ states: 1 })));
  });

  it('gives every item of a contact exactly one of: stored, signalled, filed', async () => {
    const one = inbound();
    const at = new Date();
    await database()
      .db.insert(messages)
      .values([
        { ...one, id: newId(), inboxNumber: 2, signalledAt: at },
        { ...one, id: newId(), inboxNumber: 3, signalledAt: at, seq: 1 },
        { ...one, id: newId(), inboxNumber: 4, seq: 2 },
      ]);
    const counts = await rowsOf<{ states: number }>(
      database().db,
      sql`select (${isUnfiled(messages)} and ${isStored(messages)})::int
            + (${isUnfiled(messages)} and ${isSignalled(messages)})::int + (${hasSeq(messages)})::int as states
          from ${messages} where ${isInboxItem(messages)}`,
    );
    expect(counts).toEqual([1, 1, 1, 1].map((states) => ({ states })));
  });

  it('is judged by begin_attempt as by isQueued', async () => {
    const all = await everyOutboundRow();
    const expected = await idsWhere(isQueued(messages));
    const begins = new Set<string>();
    for (const { id } of all) {
      const [row] = await rowsOf<{ answer: string | null }>(
        database().db,
        sql`select begin_attempt(${id}, 1) as answer`,
      );
      if (row?.answer === 'begun') begins.add(id);
    }
    expect(begins.size).toBeGreaterThan(0);
    expect(begins).toEqual(expected);
  });

  it('is judged by begin_outside as by isUnfiled', async () => {
    const sent = (await everyOutboundRow()).find((one) => one.status === 'queued' && one.hasSeq)?.id ?? '';
    const begins = async (): Promise<string | null | undefined> => {
      const [row] = await rowsOf<{ answer: string | null }>(
        database().db,
        sql`select begin_outside(${sent}, 1) as answer`,
      );
      return row?.answer;
    };
    expect(await idsWhere(isUnfiled(messages))).toEqual(new Set([begun.messageId]));
    expect(await begins()).toBe('open');
    await database().db.update(messages).set({ seq: 1_000 }).where(isInboxItem(messages));
    expect(await idsWhere(isUnfiled(messages))).toEqual(new Set());
    expect(await begins()).toBe('begun');
  });

  it('is judged by write_projections as by hasSeq: what was filed before is a repeat', async () => {
    const project = createProjections(database());
    const file = { messageId: begun.messageId, conversationId: begun.conversation.id, version: 1 };
    expect(await idsWhere(sql`${isInboxItem(messages)} and ${hasNoSeq(messages)}`)).toContain(
      begun.messageId,
    );
    expect((await project(projectionOf(begun, 1, { files: [file] }))).repeatedIds).toEqual([]);
    expect(await idsWhere(sql`${isInboxItem(messages)} and ${hasSeq(messages)}`)).toContain(begun.messageId);
    const again = { ...file, version: 2 };
    expect((await project(projectionOf(begun, 2, { files: [again] }))).repeatedIds).toEqual([
      begun.messageId,
    ]);
  });

  it('is judged by write_projections as by isReadWithdrawn, isSettled and isPrepared', async () => {
    const all = await everyOutboundRow();
    const withdrawn = all.filter(({ hasSeq, status }) => isReadWithdrawn({ seq: hasSeq ? 1 : null, status }));
    const unchanged = await idsWhere(sql`${isOutbound(messages)} and ${isSettled(messages)}`);
    const prepared = await idsWhere(isPrepared(messages));
    const statuses = all.map(({ id }) => ({
      messageId: id,
      status: 'queued' as const,
      error: null,
      conversationId: begun.conversation.id,
      version: 1,
    }));
    const result = await createProjections(database())(projectionOf(begun, 1, { statuses }));
    expect(new Set(result.withdrawnIds)).toEqual(new Set(withdrawn.map(({ id }) => id)));
    for (const { id, status } of all) {
      const row = await rowOf(database(), id);
      expect(row?.status).toBe(unchanged.has(id) ? status : 'queued');
      // A prepared message gets its place now.
      if (prepared.has(id)) expect(row?.seq).not.toBeNull();
    }
    expect(await idsWhere(isPrepared(messages))).toEqual(new Set());
  });

  it('is judged by write_projections as by isWaiting and isKnownAccepted: what a workflow lost is settled', async () => {
    const all = await everyOutboundRow();
    const lost = await idsWhere(
      sql`${isOutbound(messages)} and ${isWaiting(messages)} and ${isKnownAccepted(messages)}`,
    );
    const uncertain = await idsWhere(
      sql`${isOutbound(messages)} and ${isWaiting(messages)} and ${isNotKnownAccepted(messages)}`,
    );
    await createProjections(database())(projectionOf(begun, 1));
    for (const { id, status } of all) {
      expect((await rowOf(database(), id))?.status).toBe(lost.has(id) ? 'failed' : status);
    }
    expect(lost.size).toBe(uncertain.size);
  });

  it('is judged by the index of searches as by hasSeq and isNotLeaving', async () => {
    await everyOutboundRow();
    const [index] = await rowsOf<{ condition: string }>(
      database().db,
      sql`select pg_get_expr(indpred, indrelid) as condition from pg_index
          where indexrelid = 'messages_text_bigrams'::regclass`,
    );
    const ofIndex = await idsWhere(sql`${sql.raw(index?.condition ?? 'false')} and ${isOutbound(messages)}`);
    expect(ofIndex.size).toBeGreaterThan(0);
    expect(ofIndex).toEqual(
      await idsWhere(sql`${isOutbound(messages)} and ${hasSeq(messages)} and ${isNotLeaving(messages)}`),
    );
  });

  it('has partial indexes of the same conditions in the database', async () => {
    const expected: Readonly<Record<string, SQL>> = {
      messages_unfiled: isUnfiled(messages),
      messages_on_contact: isOnContact(messages),
      messages_unaccepted: sql`${isOutbound(messages)} and ${hasNoSeq(messages)}`,
      messages_on_their_way: sql`${isOutbound(messages)} and ${isWaiting(messages)}`,
      messages_trouble: isTrouble(messages),
      messages_trouble_changed: isTrouble(messages),
      messages_unknown: isUndecided(messages),
    };
    const { length } = await everyOutboundRow();
    await database()
      .db.insert(messages)
      .values({ ...inbound(), id: newId(), inboxNumber: 2, seq: length + 1 });
    for (const [name, condition] of Object.entries(expected)) {
      const [index] = await rowsOf<{ condition: string }>(
        database().db,
        sql`select pg_get_expr(indpred, indrelid) as condition from pg_index where indexrelid = ${name}::regclass`,
      );
      const ofIndex = await idsWhere(sql.raw(index?.condition ?? 'false'));
      expect(ofIndex.size).toBeGreaterThan(0);
      expect(ofIndex).toEqual(await idsWhere(condition));
    }
    const partial = getTableConfig(messages).indexes.flatMap(({ config }) =>
      config.where === undefined ? [] : [config.name ?? ''],
    );
    // Those of retention are about contents, not about the life of a row.
    const ofLife = partial.filter((name) => !/^messages_outside(_files)?$/.test(name));
    expect(ofLife.sort()).toEqual(Object.keys(expected).sort());
    expect(await idsWhere(isUndecided(messages))).toEqual(await idsWhere(isUnknown(messages)));
  });
});
