/** Rows are locked in one order everywhere, by id: batches on the same contacts wait for each other, but never deadlock. */
import { sql } from 'drizzle-orm';
import { newId } from '../../src/platform/ids';
import { createProjections } from '../../src/store/conversations/projections';
import { rowsOf } from '../../src/store/engine/rows';
import { createInbox } from '../../src/store/transcript/inbox';
import { createInboxTurns, type InboxTurns } from '../../src/store/transcript/inbox-turns';
import { createOutbox } from '../../src/store/transcript/outbox';
import { tellAgain } from '../../src/store/transcript/unfiled';
import { describeWithDatabase } from '../support/database';
import { type Begun, beginOne, createPlace, projectionOf, textItem } from '../support/scenario-store';

const CONTACTS = 30;
const ROUNDS = 15;

/** What a dispatcher does with the database for one contact. */
const takeAndGiveBack = async (turns: InboxTurns, { contactId, messageId }: Begun): Promise<void> => {
  const { turn } = await turns.take({ contactId, turn: null });
  await turns.next({ contactId, turn: turn ?? '', signalledIds: [messageId] });
  await turns.release({ contactId, turn: turn ?? '' });
};

const shuffled = <T>(list: readonly T[]): T[] => [...list].sort(() => Math.random() - 0.5);

describeWithDatabase('concurrent writes for the same contacts', (database) => {
  const deadlocks = async () => {
    // Each connection tells its own figures, at most once a second unless asked.
    const flush = sql`select pg_stat_force_next_flush(), pg_sleep(0.1)`;
    await Promise.all(Array.from({ length: 10 }, () => database().db.execute(flush)));
    const [row] = await rowsOf<{ n: number }>(
      database().db,
      sql`select deadlocks::int as n from pg_stat_database where datname = current_database()`,
    );
    return row?.n;
  };
  const begin = async () => {
    const place = await createPlace(database());
    const openIds = Array.from({ length: CONTACTS }, () => newId());
    const begun = await Promise.all(openIds.map((openId) => beginOne(database(), place, openId)));
    // Several processes, each with batches of its own.
    const processes = [1, 2, 3].map(() => ({
      inbox: createInbox(database(), { leaseMs: 1 }),
      turns: createInboxTurns(database(), { leaseMs: 1 }),
      project: createProjections(database()),
      outbox: createOutbox(database()),
    }));
    return { place, openIds, begun, processes };
  };

  it('cause no deadlock', async () => {
    const { place, openIds, begun, processes } = await begin();
    const before = await deadlocks();
    for (let round = 1; round <= ROUNDS; round += 1) {
      await Promise.all(
        processes.flatMap(({ inbox, turns, project }) => [
          ...shuffled(openIds).map((openId) =>
            inbox.receive({
              channelId: place.channelId,
              item: textItem(openId, newId()),
              receivedAt: Date.now(),
            }),
          ),
          ...shuffled(begun).map((one) => takeAndGiveBack(turns, one)),
          ...shuffled(begun).map((one) =>
            project(
              projectionOf(one, round, {
                files: [{ messageId: one.messageId, conversationId: one.conversation.id, version: round }],
              }),
            ),
          ),
        ]),
      );
    }
    expect(await deadlocks()).toBe(before);
  });

  it('cause none with loops that touch all contacts’ messages: signalling again, and withdrawing', async () => {
    const { place, begun, processes } = await begin();
    const before = await deadlocks();
    const prepare = async ({ contactId, conversation }: Begun): Promise<string> => {
      const target = { contactId, conversationId: conversation.id, channelId: place.channelId };
      const what = {
        operatorId: 'li',
        content: { type: 'text', text: 'hi' },
        whenBlocked: 'reject',
      } as const;
      const prepared = await createOutbox(database()).prepare({ ...target, ...what }, null);
      return prepared.type === 'keyReused' ? '' : prepared.messageId;
    };
    for (let round = 1; round <= ROUNDS; round += 1) {
      const replies = await Promise.all(
        begun.map(async (one) => ({ one, messageIds: await Promise.all([prepare(one), prepare(one)]) })),
      );
      await Promise.all(
        processes.flatMap(({ turns, project, outbox }) => [
          ...shuffled(begun).map((one) => takeAndGiveBack(turns, one)),
          tellAgain(database()),
          ...shuffled(replies).map(({ one, messageIds }) => {
            const change = { status: 'queued', error: null, conversationId: one.conversation.id } as const;
            const statuses = messageIds.map((messageId) => ({ messageId, version: round, ...change }));
            return project(projectionOf(one, round, { statuses }));
          }),
          outbox.claimUnsure(50),
          tellAgain(database()),
          outbox.claimUnsure(50),
        ]),
      );
    }
    expect(await deadlocks()).toBe(before);
  });
});
