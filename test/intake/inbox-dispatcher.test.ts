import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { ContactAction } from '../../src/domain/messages/inbound';
import { DEFAULT_BOT_TEXTS, DEFAULT_SETTINGS } from '../../src/domain/settings';
import { createInboxDispatcher, type InboxDispatcher } from '../../src/intake/inbox-dispatcher';
import { newId } from '../../src/platform/ids';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createBotFailures } from '../../src/store/channels/bot-failures';
import { createChannelStore } from '../../src/store/channels/channels';
import { createQrCodes } from '../../src/store/channels/qr-codes';
import { createContactVisits } from '../../src/store/contacts/contact-visits';
import { createContacts } from '../../src/store/contacts/contacts';
import { createProjections } from '../../src/store/conversations/projections';
import { openDatabase } from '../../src/store/engine/database';
import type { Database } from '../../src/store/engine/database-types';
import { migrateDatabase } from '../../src/store/engine/migrate';
import { rowsOf } from '../../src/store/engine/rows';
import { SYSTEM } from '../../src/store/people/audit-log';
import { createBrandStore } from '../../src/store/people/brands';
import { createRatings } from '../../src/store/ratings/ratings';
import { createGroupStore } from '../../src/store/routing/groups';
import { botMenuChoices } from '../../src/store/schema/bot-turns';
import { ratings } from '../../src/store/schema/ratings';
import { createGreetings } from '../../src/store/transcript/greetings';
import { createInbox, type Inbox } from '../../src/store/transcript/inbox';
import { createInboxTurns } from '../../src/store/transcript/inbox-turns';
import type { Facts } from '../../src/workflows/conversation/messages';
import { createTestDatabase, emptyDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { type PostgresServer, startPostgresServer } from '../support/postgres-server';
import { beginOne, projectionOf } from '../support/scenario-store';

const LEASE_MS = 1_000;

type Signal = {
  readonly contactId: string;
  readonly messageIds: readonly string[];
  readonly starts: boolean;
};
type Told = {
  readonly type?: string;
  readonly messageId?: string;
  readonly isBotPaused?: true;
  readonly groupId?: string;
  readonly isComment?: true;
  readonly botHint?: string;
};

type Tapped = {
  readonly messageId: string;
  readonly score: number;
  readonly wechatCreatedAt?: number | undefined;
};

/** Stands in for Temporal: records what it is told, in order. */
function createEngine() {
  const signals: Signal[] = [];
  const running = new Set<string>();
  const engine = {
    signals,
    running,
    /** The facts of all signals. */
    told: [] as Told[],
    greeted: [] as string[],
    isAway: false,
    delayMs: 0,
    /** Calls to Temporal are not answered before this resolves. */
    held: Promise.resolve(),
    async take(contactId: string, facts: readonly object[], starts: boolean): Promise<void> {
      if (engine.isAway) throw new Error('Temporal is down');
      await engine.held;
      await sleep(engine.delayMs);
      const messageIds = facts.map((fact) => ('messageId' in fact ? String(fact.messageId) : ''));
      signals.push({ contactId, messageIds, starts });
      engine.told.push(...(facts as readonly Told[]));
    },
    /** Taps and comments of ratings; one comment is taken, if `takesComments`. */
    rated: [] as string[],
    /** When each tap was made, by WeChat's clock. */
    tapTimes: [] as (number | undefined)[],
    takesComments: true,
    ratings: {
      async tap(_input: object, tap: Tapped): Promise<void> {
        if (engine.isAway) throw new Error('Temporal is down');
        engine.rated.push(`${tap.messageId} ${tap.score}`);
        engine.tapTimes.push(tap.wechatCreatedAt);
      },
      async comment(_conversationId: string, { messageId }: { messageId: string }): Promise<boolean> {
        if (engine.isAway) throw new Error('Temporal is down');
        engine.rated.push(messageId);
        const takes = engine.takesComments;
        engine.takesComments = false;
        return takes;
      },
    },
    client: {
      async greet({ eventMessageId }: { eventMessageId: string }): Promise<void> {
        if (engine.isAway) throw new Error('Temporal is down');
        engine.greeted.push(eventMessageId);
      },
      async signal(contactId: string, { facts }: Facts): Promise<boolean> {
        if (!running.has(contactId)) return false;
        await engine.take(contactId, facts, false);
        return true;
      },
      async signalWithStart({ contactId }: { contactId: string }, { facts }: Facts): Promise<void> {
        await engine.take(contactId, facts, true);
        running.add(contactId);
      },
    },
  };
  return engine;
}

type Parts = {
  readonly database: Database;
  readonly engine: ReturnType<typeof createEngine>;
  readonly inbox: Inbox;
  readonly brandId: string;
  readonly channelId: string;
  readonly receive: (
    openId: string,
    action?: ContactAction,
    scene?: string,
    wechatCreatedAt?: number,
  ) => Promise<{ contactId: string; messageId: string }>;
};

async function prepare(database: Database): Promise<Parts> {
  const brand = await createBrandStore(database).create({ name: 'Tea' });
  const channels = createChannelStore(database, { secretBox: createSecretBox([Buffer.alloc(32, 1)]) });
  const created = await channels.create({ id: newId(), brandId: brand.id, name: 'Tea' });
  if (!('channel' in created)) throw new Error(created.refusal);
  const inbox = createInbox(database, { leaseMs: LEASE_MS });
  const channelId = created.channel.id;
  return {
    database,
    engine: createEngine(),
    inbox,
    brandId: brand.id,
    channelId,
    receive: (openId, action = 'message', scene = '', wechatCreatedAt) =>
      inbox.receive({
        channelId,
        receivedAt: Date.now(),
        item: {
          direction: action === 'message' ? 'inbound' : 'event',
          openId,
          action,
          content:
            action === 'scan'
              ? { type: 'scan', scene, ticket: null }
              : action === 'menu_message_tap'
                ? { type: 'msgmenu_tap', text: 'Bad', menuItemId: '900000000' }
                : { type: 'text', text: 'hello' },
          wechatMessageId: null,
          wechatCreatedAt: wechatCreatedAt ?? null,
          dedupKey: newId(),
        },
      }),
  };
}

type Options = {
  readonly botId?: string;
  readonly isLive?: boolean;
  readonly sweepEveryMs?: number;
  readonly database?: Database;
};

function dispatcherOf(
  parts: Parts,
  { botId, isLive = true, sweepEveryMs = 60_000, database }: Options = {},
): InboxDispatcher {
  return createInboxDispatcher({
    inbox: parts.inbox,
    turns: createInboxTurns(database ?? parts.database, { leaseMs: LEASE_MS }),
    conversations: parts.engine.client,
    visits: createContactVisits(parts.database),
    ratings: createRatings(parts.database),
    ratingClient: parts.engine.ratings,
    greetings: createGreetings(parts.database),
    botFailures: createBotFailures(parts.database),
    channelOf: async () => ({
      brandId: 'brand',
      isLive,
      settings: {
        ...DEFAULT_SETTINGS,
        ...(botId === undefined ? {} : { bot: { ...DEFAULT_SETTINGS.bot, botId } }),
        version: 1,
      },
      botTexts: DEFAULT_BOT_TEXTS,
    }),
    logger: { warn: () => undefined },
    concurrency: 8,
    sweepEveryMs,
  });
}

const setGreeting = async ({ database, channelId }: Parts, greeting: object): Promise<void> => {
  await database.db.execute(
    sql`update channels set settings = jsonb_set(settings, '{greeting}', ${JSON.stringify(greeting)}::jsonb)
        where id = ${channelId}`,
  );
};

const seqOf = async ({ database }: Parts, messageId: string): Promise<number | null | undefined> => {
  const [row] = await rowsOf<{ seq: number | null }>(
    database.db,
    sql`select seq from messages where id = ${messageId}`,
  );
  return row?.seq;
};

describe('the dispatcher of the inbox', () => {
  let database: Database;
  let parts: Parts;
  let dispatcher: InboxDispatcher;
  beforeAll(async () => {
    database = await createTestDatabase();
  }, 60_000);
  beforeEach(async () => {
    parts = await prepare(database);
    dispatcher = dispatcherOf(parts);
  });
  afterEach(async () => {
    await dispatcher.close();
    await emptyDatabase(database);
  });
  afterAll(() => database.close());

  test('signals the items of a contact in order, and starts the conversation', async () => {
    const stored = [await parts.receive('oA'), await parts.receive('oA'), await parts.receive('oA')];
    const [{ contactId } = { contactId: '' }] = stored;
    dispatcher.enqueue(contactId);
    await dispatcher.idle();
    expect(parts.engine.signals).toEqual([
      { contactId, messageIds: stored.map((one) => one.messageId), starts: true },
    ]);
    dispatcher.enqueue(contactId);
    await dispatcher.idle();
    expect(parts.engine.signals).toHaveLength(1);
  });

  test('files an event on its contact if no conversation is open, and never starts one for it', async () => {
    const event = await parts.receive('oA', 'menu_tap');
    dispatcher.enqueue(event.contactId);
    await dispatcher.idle();
    expect(parts.engine.signals).toEqual([]);
    expect(await seqOf(parts, event.messageId)).toBe(1);
  });

  describe('what belongs to a rating', () => {
    /** A contact who was asked to rate a conversation; 900000000 is a low score. */
    const asked = async () => {
      const { channelId, brandId } = parts;
      const begun = await beginOne(database, { brandId, channelId }, 'oA');
      const { contactId, messageId } = begun;
      const conversation = { ...begun.conversation, state: 'completed' as const };
      const files = [{ messageId, conversationId: conversation.id, version: 1 }];
      await createProjections(database)(projectionOf({ ...begun, conversation }, 1, { files }));
      const options = [{ id: '1', label: 'Bad' }];
      const row = { conversationId: conversation.id, contactId, channelId, brandId, messageId, options };
      await database.db.insert(ratings).values({ ...row, askReasonBelow: 3 });
      await database.db
        .insert(botMenuChoices)
        .values({ contactId, wireId: 900_000_000, botId: '', menuId: '1', ratingOf: conversation.id });
      return contactId;
    };

    test('a tap is told to its rating and starts nothing, and the text right after it is asked about', async () => {
      const contactId = await asked();
      const tap = await parts.receive('oA', 'menu_message_tap');
      const comment = await parts.receive('oA');
      const more = await parts.receive('oA');
      dispatcher.enqueue(contactId);
      await dispatcher.idle();
      expect(parts.engine.rated.slice(0, 2)).toEqual([`${tap.messageId} 1`, comment.messageId]);
      expect(await seqOf(parts, comment.messageId)).toBeGreaterThan(0);
      expect(parts.engine.signals.flatMap(({ messageIds }) => messageIds)).toEqual([more.messageId]);
    });

    test("a tap is told with WeChat's own time, if there is one", async () => {
      const contactId = await asked();
      await parts.receive('oA', 'menu_message_tap', '', 1_700_000_000_000);
      await parts.receive('oA', 'menu_message_tap');
      dispatcher.enqueue(contactId);
      await dispatcher.idle();
      expect(parts.engine.tapTimes).toEqual([1_700_000_000_000, undefined]);
    });

    test('a comment is told to the conversation that is open, as a message that begins none', async () => {
      const contactId = await asked();
      parts.engine.running.add(contactId);
      await parts.receive('oA', 'menu_message_tap');
      const comment = await parts.receive('oA');
      dispatcher.enqueue(contactId);
      await dispatcher.idle();
      expect(parts.engine.signals.map(({ starts }) => starts)).toEqual([false]);
      expect(parts.engine.told.at(-1)).toEqual({
        type: 'contactWrote',
        messageId: comment.messageId,
        ageMs: expect.any(Number),
        isComment: true,
      });
    });

    test('a comment raises the lost run of an open conversation', async () => {
      const contactId = await asked();
      const { brandId, channelId } = parts;
      await createProjections(database)(
        projectionOf(await beginOne(database, { brandId, channelId }, 'oA'), 1),
      );
      await parts.receive('oA', 'menu_message_tap');
      const comment = await parts.receive('oA');
      dispatcher.enqueue(contactId);
      await dispatcher.idle();
      expect(parts.engine.signals.at(-1)).toMatchObject({ starts: true });
      expect(parts.engine.told.at(-1)).toMatchObject({ messageId: comment.messageId, isComment: true });
    });

    test('a text that is stored as the comment is it, also if the workflow has been forgotten', async () => {
      const contactId = await asked();
      parts.engine.takesComments = false;
      const { messageId } = await parts.receive('oA');
      await database.db.update(ratings).set({ comment: 'hello', commentMessageId: messageId });
      dispatcher.enqueue(contactId);
      await dispatcher.idle();
      expect([parts.engine.rated, parts.engine.signals]).toEqual([[], []]);
      expect(await seqOf(parts, messageId)).toBeGreaterThan(0);
    });

    test('a text that the rating refuses is a text, and the next one is not asked about', async () => {
      const contactId = await asked();
      parts.engine.takesComments = false;
      await parts.receive('oA', 'menu_message_tap');
      const first = await parts.receive('oA');
      const second = await parts.receive('oA');
      dispatcher.enqueue(contactId);
      await dispatcher.idle();
      expect(parts.engine.rated).toHaveLength(2);
      expect(parts.engine.signals.flatMap(({ messageIds }) => messageIds)).toEqual([
        first.messageId,
        second.messageId,
      ]);
    });
  });

  test('files events before the first message, and signals those after it with it', async () => {
    const follow = await parts.receive('oA', 'follow');
    const message = await parts.receive('oA');
    const tap = await parts.receive('oA', 'menu_tap');
    dispatcher.enqueue(message.contactId);
    await dispatcher.idle();
    expect(await seqOf(parts, follow.messageId)).toBe(1);
    expect(parts.engine.signals.map((signal) => signal.messageIds)).toEqual([
      [message.messageId, tap.messageId],
    ]);
  });

  test('signals an event to an open conversation', async () => {
    const message = await parts.receive('oA');
    dispatcher.enqueue(message.contactId);
    await dispatcher.idle();
    const tap = await parts.receive('oA', 'menu_tap');
    dispatcher.enqueue(message.contactId);
    await dispatcher.idle();
    expect(parts.engine.signals.at(-1)).toMatchObject({ messageIds: [tap.messageId], starts: false });
  });

  test("tells of a bot's pause with a message to an open conversation too, which may begin a new one", async () => {
    const { brandId, channelId } = parts;
    await createProjections(database)(
      projectionOf(await beginOne(database, { brandId, channelId }, 'oA'), 1),
    );
    const failures = createBotFailures(database);
    for (let time = 0; time < 3; time += 1) await failures.record(channelId);
    const ofBot = dispatcherOf(parts, { botId: 'bot-1' });
    const { contactId, messageId } = await parts.receive('oA');
    ofBot.enqueue(contactId);
    await ofBot.idle();
    await ofBot.close();
    expect(parts.engine.told.find((fact) => fact.messageId === messageId)).toMatchObject({
      isBotPaused: true,
    });
  });

  test('a message names the group of the QR code that the contact scanned last', async () => {
    const { channelId, brandId, receive, engine } = parts;
    const groups = createGroupStore(database);
    const [repairs, sales] = await Promise.all(
      ['Repairs', 'Sales'].map(async (name) => {
        const made = await groups.create({ brandId, name, operatorIds: [] }, SYSTEM);
        if (!('group' in made)) throw new Error(made.refusal);
        return made.group.id;
      }),
    );
    const qrCodes = createQrCodes(database);
    const codes = [
      ['repairs', repairs ?? null],
      ['sales', sales ?? null],
      ['door', null],
    ] as const;
    for (const [scene, groupId] of codes)
      await qrCodes.create(
        {
          channelId,
          name: scene,
          scene,
          groupId,
          kind: 'permanent',
          greeting: null,
          expiresInSeconds: null,
          ticket: scene,
          url: scene,
          expiresAt: null,
        },
        SYSTEM,
      );
    const groupAfter = async (...scenes: readonly string[]) => {
      for (const scene of scenes) await receive('oA', 'scan', scene);
      const { contactId, messageId } = await receive('oA');
      dispatcher.enqueue(contactId);
      await dispatcher.idle();
      return engine.told.find((fact) => fact.messageId === messageId)?.groupId;
    };
    expect(await groupAfter()).toBeUndefined();
    // Also in one batch with the message, when nobody has recorded the scan yet.
    expect(await groupAfter('sales', 'repairs')).toBe(repairs);
    expect(await groupAfter()).toBe(repairs);
    expect(await groupAfter('sales')).toBe(sales);
    await groups.remove(sales ?? '', SYSTEM);
    expect(await groupAfter()).toBeUndefined();
    expect(await groupAfter('repairs', 'door')).toBeUndefined();
    expect(await groupAfter('repairs', 'of another desk')).toBeUndefined();
  });

  test('files everything of a channel that is off', async () => {
    await dispatcher.close();
    dispatcher = dispatcherOf(parts, { isLive: false });
    const message = await parts.receive('oA');
    dispatcher.enqueue(message.contactId);
    await dispatcher.idle();
    expect([parts.engine.signals, await seqOf(parts, message.messageId)]).toEqual([[], 1]);
  });

  test('files everything of a blocked contact, and signals again once they are unblocked', async () => {
    const contacts = createContacts(parts.database);
    const first = await parts.receive('oA');
    const { contactId } = first;
    await contacts.block(contactId, 'spam', SYSTEM);
    dispatcher.enqueue(contactId);
    await dispatcher.idle();
    expect([parts.engine.signals, await seqOf(parts, first.messageId)]).toEqual([[], 1]);
    await contacts.unblock(contactId, SYSTEM);
    const second = await parts.receive('oA');
    dispatcher.enqueue(contactId);
    await dispatcher.idle();
    expect(parts.engine.signals).toEqual([{ contactId, messageIds: [second.messageId], starts: true }]);
  });

  test('starts a greeting for a follow and a scan if the channel has one, before the event is signalled', async () => {
    const follow = await parts.receive('oA', 'follow');
    dispatcher.enqueue(follow.contactId);
    await dispatcher.idle();
    expect(parts.engine.greeted).toEqual([]);
    await setGreeting(parts, { follow: '欢迎', scan: null });
    const second = await parts.receive('oB', 'follow');
    const scan = await parts.receive('oB', 'scan');
    const tap = await parts.receive('oB', 'menu_tap');
    parts.engine.isAway = true;
    dispatcher.enqueue(second.contactId);
    await dispatcher.idle();
    expect(await seqOf(parts, second.messageId)).toBeNull();
    parts.engine.isAway = false;
    dispatcher.enqueue(second.contactId);
    await dispatcher.idle();
    expect(parts.engine.greeted).toEqual([second.messageId]);
    for (const [index, { messageId }] of [second, scan, tap].entries()) {
      expect(await seqOf(parts, messageId)).toBe(index + 1);
    }
  });

  test('does not greet a blocked contact', async () => {
    await setGreeting(parts, { follow: '欢迎', scan: null });
    const { contactId } = await parts.receive('oA', 'follow');
    await createContacts(parts.database).block(contactId, 'spam', SYSTEM);
    dispatcher.enqueue(contactId);
    await dispatcher.idle();
    expect(parts.engine.greeted).toEqual([]);
  });

  test('signals later, in order, what Temporal did not take and what a dead process left behind', async () => {
    await dispatcher.close();
    dispatcher = dispatcherOf(parts, { sweepEveryMs: 100 });
    parts.engine.isAway = true;
    const first = await parts.receive('oA');
    dispatcher.enqueue(first.contactId);
    await dispatcher.idle();
    // No one enqueues this one: its process died after the commit.
    const second = await parts.receive('oA');
    parts.engine.isAway = false;
    await eventually(() => parts.engine.signals.length > 0, 'they are signalled');
    await dispatcher.idle();
    expect(parts.engine.signals.flatMap((signal) => signal.messageIds)).toEqual([
      first.messageId,
      second.messageId,
    ]);
  });

  test('continues for others if one contact fails', async () => {
    const poison = await parts.receive('oPoison');
    const { signalWithStart } = parts.engine.client;
    parts.engine.client.signalWithStart = (start, facts) =>
      start.contactId === poison.contactId
        ? Promise.reject(new Error('poison'))
        : signalWithStart(start, facts);
    const good = await parts.receive('oGood');
    for (const contactId of [poison.contactId, good.contactId]) dispatcher.enqueue(contactId);
    await dispatcher.idle();
    expect(parts.engine.signals.map((signal) => signal.contactId)).toEqual([good.contactId]);
    // The lease was released, so the next try need not wait for its end.
    const turns = createInboxTurns(database, { leaseMs: LEASE_MS });
    expect((await turns.take({ contactId: poison.contactId, turn: null })).turn).not.toBeNull();
  });

  test('does not wait at a stop for a signal that Temporal does not answer', async () => {
    const message = await parts.receive('oA');
    let answer = (): void => undefined;
    parts.engine.held = new Promise((resolve) => {
      answer = resolve;
    });
    dispatcher.enqueue(message.contactId);
    const startedAt = Date.now();
    await dispatcher.close();
    expect(Date.now() - startedAt).toBeLessThan(8_000);
    answer();
    await dispatcher.idle();
  });
});

describe(`two dispatchers on one server`, () => {
  let server: PostgresServer;
  let databases: readonly Database[];
  let parts: Parts;
  beforeAll(async () => {
    server = await startPostgresServer();
    const databaseUrl = await server.createDatabase();
    databases = [0, 1].map(() => openDatabase({ databaseUrl }));
    const [database] = databases;
    if (database === undefined) throw new Error('There is no database.');
    await migrateDatabase(database);
    parts = await prepare(database);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(databases.map((database) => database.close()));
    await server.stop();
  });

  test('signal each item once and in order, one dispatcher at a time per contact', async () => {
    const dispatchers = databases.map((database) => dispatcherOf(parts, { database, sweepEveryMs: 200 }));
    const underWay = new Map<string, number>();
    let overlaps = 0;
    const { take } = parts.engine;
    parts.engine.delayMs = 5;
    parts.engine.take = async (contactId, facts, starts) => {
      underWay.set(contactId, (underWay.get(contactId) ?? 0) + 1);
      if ((underWay.get(contactId) ?? 0) > 1) overlaps += 1;
      await take(contactId, facts, starts);
      underWay.set(contactId, (underWay.get(contactId) ?? 0) - 1);
    };
    const stored: { contactId: string; messageId: string }[] = [];
    for (let round = 0; round < 20; round += 1) {
      const now = await Promise.all(['oA', 'oB', 'oC', 'oD', 'oE'].map((openId) => parts.receive(openId)));
      stored.push(...now);
      for (const { contactId } of now) for (const dispatcher of dispatchers) dispatcher.enqueue(contactId);
    }
    const signalled = (): readonly string[] => parts.engine.signals.flatMap((signal) => signal.messageIds);
    await eventually(() => signalled().length >= stored.length, 'all are signalled');
    await Promise.all(dispatchers.map((dispatcher) => dispatcher.close()));
    expect(overlaps).toBe(0);
    for (const contactId of new Set(stored.map((one) => one.contactId))) {
      const expected = stored.filter((one) => one.contactId === contactId).map((one) => one.messageId);
      const got = parts.engine.signals
        .filter((one) => one.contactId === contactId)
        .flatMap((one) => one.messageIds);
      expect(got).toEqual(expected);
    }
  });

  test('the second takes over when the lease of a dead one expires', async () => {
    parts.engine.delayMs = 0;
    const { contactId, messageId } = await parts.receive('oDead');
    const dead = createInboxTurns(parts.database, { leaseMs: LEASE_MS });
    expect((await dead.take({ contactId, turn: null })).turn).not.toBeNull();
    const [, database] = databases;
    if (database === undefined) throw new Error('There is no database.');
    const dispatcher = dispatcherOf(parts, { database });
    const startedAt = Date.now();
    dispatcher.enqueue(contactId);
    await eventually(() => parts.engine.signals.at(-1)?.messageIds.includes(messageId), 'it is signalled');
    expect(Date.now() - startedAt).toBeGreaterThan(LEASE_MS / 2);
    await dispatcher.close();
  });
});
