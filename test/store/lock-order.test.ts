/** Rows are locked in one order everywhere, by id: batches of any kind on the same contacts wait, and never in a circle. */
import { sql } from 'drizzle-orm';
import { newId } from '../../src/platform/ids';
import { createInbox } from '../../src/store/inbox';
import { createProjections } from '../../src/store/projections';
import { rowsOf } from '../../src/store/rows';
import { describeWithDatabase } from '../support/database';
import { beginOne, createPlace, projectionOf, textItem } from '../support/scenario-store';

const CONTACTS = 30;
const ROUNDS = 15;

describeWithDatabase('what is written at once for the same contacts', (database) => {
  it('meets no deadlock', async () => {
    const place = await createPlace(database());
    const openIds = Array.from({ length: CONTACTS }, () => newId());
    const begun = await Promise.all(openIds.map((openId) => beginOne(database(), place, openId)));
    // Several processes, each with batches of its own.
    const processes = [1, 2, 3].map(() => ({
      inbox: createInbox(database(), { leaseMs: 1 }),
      project: createProjections(database()),
    }));
    const shuffled = <T>(list: readonly T[]): T[] => [...list].sort(() => Math.random() - 0.5);
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
    for (let round = 1; round <= ROUNDS; round += 1) {
      await Promise.all(
        processes.flatMap(({ inbox, project }) => [
          ...shuffled(openIds).map((openId) =>
            inbox.receive({
              channelId: place.channelId,
              item: textItem(openId, newId()),
              receivedAt: Date.now(),
            }),
          ),
          ...shuffled(begun).map((one) => inbox.claim(one.contactId)),
          ...shuffled(begun).map((one) => inbox.release(one.contactId)),
          ...shuffled(begun).map((one) => inbox.markSignalled(one.messageId)),
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
    expect(await deadlocks()).toBe(0);
  });
});
