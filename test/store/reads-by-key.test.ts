/** What every message costs must not grow with the desk: the statements of its path find their rows by keys. */
import { sql } from 'drizzle-orm';
import { fillConversations } from '../../bench/rows/fill-conversations';
import { createProjections } from '../../src/store/conversations/projections';
import type { Database } from '../../src/store/engine/database-types';
import { rowsOf } from '../../src/store/engine/rows';
import { createInbox } from '../../src/store/transcript/inbox';
import { createInboxTurns } from '../../src/store/transcript/inbox-turns';
import { createSendLedger } from '../../src/store/transcript/send-ledger';
import { describeWithDatabase } from '../support/database';
import { beginOne, createPlace, projectionOf, queueReply, rowOf, textItem } from '../support/scenario-store';

const MANY = 3_000;
type Db = Pick<Database, 'db'>;

/** The growing tables that `work` reads as a whole. */
async function readWhole({ db }: Db, work: (inside: Db) => Promise<unknown>): Promise<readonly string[]> {
  return db.transaction(async (tx) => {
    await work({ db: tx });
    const read = await rowsOf<{ name: string }>(
      tx,
      sql`select relname as name from pg_stat_xact_user_tables
        where seq_scan > 0 and relname in ('contacts', 'conversations', 'messages', 'send_attempts') order by 1`,
    );
    return read.map(({ name }) => name);
  });
}

describeWithDatabase('in a desk with thousands of conversations', (database) => {
  beforeEach(() =>
    fillConversations(database(), { conversations: MANY, brands: 2, textOf: (n) => `text ${n}` }),
  );

  it.each(['without statistics', 'with statistics'])(
    'a webhook reads no table as a whole, %s',
    async (how) => {
      const place = await createPlace(database());
      if (how === 'with statistics') await database().db.execute(sql`analyze`);
      const receive = async (inside: Db) => {
        const { receive } = createInbox(inside, { leaseMs: 5_000 });
        await receive({
          channelId: place.channelId,
          item: textItem('o-new', 'hello'),
          receivedAt: Date.now(),
        });
      };
      expect(await readWhole(database(), receive)).toEqual([]);
    },
  );

  it.each(['without statistics', 'with statistics'])(
    'passing on to a workflow reads no table as a whole, %s',
    async (how) => {
      const { contactId, messageId } = await beginOne(database(), await createPlace(database()));
      if (how === 'with statistics') await database().db.execute(sql`analyze`);
      const pass = async (inside: Db) => {
        const turns = createInboxTurns(inside, { leaseMs: 5_000 });
        const { turn } = await turns.take({ contactId, turn: null });
        expect(await turns.next({ contactId, turn: turn ?? '', signalledIds: [messageId] })).toMatchObject({
          items: [],
        });
      };
      expect(await readWhole(database(), pass)).toEqual([]);
    },
  );

  it.each(['without statistics', 'with statistics'])(
    'a projection reads no table as a whole, %s',
    async (how) => {
      const begun = await beginOne(database(), await createPlace(database()));
      if (how === 'with statistics') await database().db.execute(sql`analyze`);
      const file = { messageId: begun.messageId, conversationId: begun.conversation.id, version: 1 };
      const project = (inside: Db) => createProjections(inside)(projectionOf(begun, 1, { files: [file] }));
      expect(await readWhole(database(), project)).toEqual([]);
    },
  );
});

describeWithDatabase('in a new desk, whose tables the planner knows nothing of', (database) => {
  it('an attempt to send reads no table as a whole', async () => {
    const begun = await beginOne(database(), await createPlace(database()));
    const messageId = await queueReply(database(), begun, 1);
    const send = async (inside: Db) => {
      const ledger = createSendLedger(inside);
      expect(await ledger.begin(messageId, 1)).toEqual({ type: 'begun' });
      await ledger.end(messageId, 1, { type: 'sent' }, { status: 'sent' });
    };
    expect(await readWhole(database(), send)).toEqual([]);
    expect(await rowOf(database(), messageId)).toMatchObject({ status: 'sent' });
  });
});
