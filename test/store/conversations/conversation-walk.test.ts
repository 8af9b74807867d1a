/** Pages of a list that changes: each conversation that was there when the walk began comes once. */

import { sql } from 'drizzle-orm';
import { plansOf, READS_WHOLE_TABLE } from '../../../bench/rows/plans';
import type { ConversationFilter } from '../../../src/store/conversations/conversation-pages';
import { createConversations, type ListedConversation } from '../../../src/store/conversations/conversations';
import { createProjections } from '../../../src/store/conversations/projections';
import { openDatabase } from '../../../src/store/engine/database';
import type { Database } from '../../../src/store/engine/database-types';
import { migrateDatabase } from '../../../src/store/engine/migrate';
import { describeWithDatabase } from '../../support/database';
import { type PostgresServer, startPostgresServer } from '../../support/postgres-server';
import { type Begun, beginOne, createPlace, type Place, projectionOf } from '../../support/scenario-store';

const ALL: ConversationFilter = { brandIds: null };

/** A desk whose conversations move when they are told to, as their workflows move them. */
function createDesk(database: () => Database) {
  const versions = new Map<string, number>();
  let place: Place | undefined;
  const project = async (begun: Begun, state: 'waiting' | 'completed'): Promise<void> => {
    const { id } = begun.conversation;
    const version = (versions.get(id) ?? 0) + 1;
    versions.set(id, version);
    const conversation = { ...begun.conversation, state } as Begun['conversation'];
    const files = version === 1 ? [{ messageId: begun.messageId, conversationId: id, version }] : [];
    await createProjections(database())(projectionOf({ ...begun, conversation }, version, { files }));
  };
  const add = async (): Promise<Begun> => {
    place ??= await createPlace(database());
    const begun = await beginOne(database(), place);
    await project(begun, 'waiting');
    return begun;
  };
  return {
    add,
    addMany: async (count: number): Promise<readonly Begun[]> => {
      const all: Begun[] = [];
      for (let index = 0; index < count; index += 1) all.unshift(await add());
      return all;
    },
    move: (begun: Begun | undefined) => (begun === undefined ? Promise.resolve() : project(begun, 'waiting')),
    complete: (begun: Begun | undefined) =>
      begun === undefined ? Promise.resolve() : project(begun, 'completed'),
    /** The ids of all pages; `between` runs after each. */
    async walk(
      filter: Partial<ConversationFilter>,
      limit: number,
      between: (page: number) => Promise<unknown> = async () => undefined,
    ): Promise<readonly string[]> {
      const ids: string[] = [];
      let last: ListedConversation | undefined;
      for (let page = 1; page <= 50; page += 1) {
        const rows = await createConversations(database()).list(
          { ...ALL, ...filter },
          { before: last?.place ?? null, walk: last?.walk ?? null, limit },
        );
        ids.push(...rows.map(({ conversation }) => conversation.id));
        if (rows.length < limit) return ids;
        last = rows.at(-1);
        await between(page);
      }
      throw new Error('The walk has no end.');
    },
  };
}

const idsOf = (all: readonly Begun[]): readonly string[] => all.map(({ conversation }) => conversation.id);

describeWithDatabase('a walk through a list that changes', (database) => {
  let desk: ReturnType<typeof createDesk>;
  beforeEach(() => {
    desk = createDesk(database);
  });

  it('shows a conversation that has moved up once, in its old place', async () => {
    const all = await desk.addMany(7);
    const seen = await desk.walk({}, 2, (page) => (page === 1 ? desk.move(all[5]) : Promise.resolve()));
    expect(seen).toEqual(idsOf(all));
  });

  it('shows no conversation twice, however often it moves', async () => {
    const all = await desk.addMany(6);
    const seen = await desk.walk({}, 2, async () => {
      for (const one of [all[0], all[1], all[0], all[5], all[5]]) await desk.move(one);
    });
    expect(seen).toEqual(idsOf(all));
  });

  it('shows each once, and nothing new, even if everything moves between any two pages', async () => {
    const all = await desk.addMany(9);
    for (const limit of [1, 2, 4]) {
      const before = await desk.walk({}, 100);
      const seen = await desk.walk({}, limit, async (page) => {
        for (const one of page % 2 === 0 ? all : [...all].reverse()) await desk.move(one);
        if (page === 1) await desk.add();
      });
      expect(seen).toEqual(before);
    }
  });

  it('does so in every list and in search results', async () => {
    const all = await desk.addMany(6);
    const [{ conversation, contactId } = { conversation: null, contactId: '' }] = all;
    const text = conversation === null ? '' : 'pager';
    await database().db.execute(sql`update contacts set name = ${text}`);
    const lists: readonly Partial<ConversationFilter>[] = [
      { states: ['waiting'] },
      { states: ['waiting', 'active', 'completed'] },
      { brandIds: [conversation?.brandId ?? ''] },
      { channelId: conversation?.channelId ?? '' },
      { search: 'PAGER' },
      { search: 'p' },
      { search: 'pager', states: ['waiting'] },
    ];
    for (const filter of lists) {
      const before = await desk.walk(filter, 100);
      expect(before).toHaveLength(6);
      const seen = await desk.walk(filter, 2, async () => {
        for (const one of [all[3], all[0], all[5]]) await desk.move(one);
      });
      expect([filter, seen]).toEqual([filter, before]);
    }
    expect(await desk.walk({ contactId }, 1)).toHaveLength(1);
  });

  it('leaves out what no longer belongs on the list', async () => {
    const all = await desk.addMany(5);
    const seen = await desk.walk({ states: ['waiting'] }, 2, () => desk.complete(all[4]));
    expect(seen).toEqual(idsOf(all).slice(0, 4));
  });

  it('misses nothing that has moved more often than places are kept', async () => {
    const all = await desk.addMany(4);
    for (let count = 0; count < 20; count += 1) await desk.move(all[1]);
    const before = await desk.walk({}, 100);
    const seen = await desk.walk({}, 1, async (page) => {
      for (let count = 0; page === 1 && count < 20; count += 1) await desk.move(all[3]);
    });
    expect([...seen].sort()).toEqual([...before].sort());
  });

  it('continues after the database was restored from a dump, where transaction ids start again', async () => {
    const all = await desk.addMany(5);
    // As if another server, in whose life much more had happened, had written all of it.
    await database().db.execute(sql`update conversations set placed_by = '900000000000'::xid8`);
    const seen = await desk.walk({}, 2, () => desk.move(all[4]));
    expect(seen).toEqual(idsOf(all));
  });

  it('never reads a whole table', async () => {
    const [one] = await desk.addMany(1);
    await database().db.execute(sql`
      insert into conversations (id, contact_id, channel_id, brand_id, state, version, settings_version, snapshot, run_id,
        clock_offset_ms, started_at, changed_at)
      select 'old-' || n, contact_id, channel_id, brand_id, 'completed', 1, 1, snapshot, run_id, 0, now(), now() - interval '1 day'
      from conversations, generate_series(1, 5000) n where id = ${one?.conversation.id ?? ''}`);
    const brandId = one?.conversation.brandId ?? '';
    const [first] = await createConversations(database()).list(ALL, { before: null, limit: 1 });
    const page = { before: first?.place ?? null, walk: first?.walk ?? null, limit: 51 };
    for (const filter of [
      {},
      { states: ['completed', 'waiting'] },
      { brandIds: [brandId] },
      { search: 'x1' },
    ] as const) {
      const plans = await plansOf(database(), (watched) =>
        createConversations(watched).list({ ...ALL, ...filter }, page),
      );
      for (const plan of plans)
        expect([filter, plan]).toEqual([filter, expect.not.stringMatching(READS_WHOLE_TABLE)]);
    }
  });
});

describe('while a change is being written', () => {
  let server: PostgresServer;
  let database: Database;
  beforeAll(async () => {
    server = await startPostgresServer();
    database = openDatabase({ databaseUrl: await server.createDatabase() });
    await migrateDatabase(database);
  }, 60_000);
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  it('a walk that begins meanwhile shows the conversation where it was', async () => {
    const desk = createDesk(() => database);
    const all = await desk.addMany(6);
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let isWritten: () => void = () => undefined;
    const written = new Promise<void>((resolve) => {
      isWritten = resolve;
    });
    const slow = database.db.transaction(async (tx) => {
      await createProjections({ db: tx })(projectionOf(all[4] ?? never(), 7));
      isWritten();
      await finished;
    });
    await written;
    const seen = await desk.walk({}, 2, async (page) => {
      // Its number was given before the walk began, and is seen only now.
      if (page === 1) finish();
      await slow;
      if (page === 1) await desk.move(all[0]);
    });
    expect(seen).toEqual(idsOf(all));
    expect((await desk.walk({}, 100)).slice(0, 2)).toEqual([idsOf(all)[0], idsOf(all)[4]]);
  });
});

function never(): never {
  throw new Error('There are not so many.');
}
