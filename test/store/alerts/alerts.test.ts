/** Alerts as the database makes them, in the transaction of the projection that causes them. */
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Conversation } from '../../../src/domain/conversation/conversation';
import { createSecretBox } from '../../../src/platform/secrets/secret-box';
import { createAlerts } from '../../../src/store/alerts/alerts';
import { createAskedTransfers } from '../../../src/store/alerts/asked-transfers';
import { createPushSubscriptions } from '../../../src/store/alerts/push-subscriptions';
import { createProjections } from '../../../src/store/conversations/projections';
import { rowsOf } from '../../../src/store/engine/rows';
import { createOperatorStore } from '../../../src/store/people/operators';
import { createInbox } from '../../../src/store/transcript/inbox';
import { describeWithDatabase } from '../../support/database';
import { addGroup } from '../../support/routing-store';
import { beginOne, createPlace, projectionOf, textItem } from '../../support/scenario-store';

describeWithDatabase('alerts', (database) => {
  /** A conversation that Anna attends, at version 1. */
  const begin = async () => {
    const place = await createPlace(database());
    const add = async (name: string) => {
      const added = await createOperatorStore(database()).create({
        name,
        email: `${name}@example.com`,
        role: 'operator',
        brandIds: [place.brandId],
        passwordHash: null,
      });
      if (!('operator' in added)) throw new Error('The operator was not made.');
      return added.operator.id;
    };
    const [anna, ben] = [await add('anna'), await add('ben')];
    const begun = await beginOne(database(), place, 'openid');
    let version = 0;
    let number = 0;
    /** Writes one projection, in which this many messages arrive. */
    const project = async (change: Partial<Conversation>, messages = 0) => {
      version += 1;
      const files: { messageId: string; conversationId: string; version: number }[] = [];
      while (files.length < messages) {
        number += 1;
        const stored = await createInbox(database(), { leaseMs: 1_000 }).receive({
          channelId: place.channelId,
          item: textItem('openid', `text ${number}`),
          receivedAt: Date.now(),
        });
        files.push({ messageId: stored.messageId, conversationId: begun.conversation.id, version });
      }
      const conversation = { ...begun.conversation, ...change };
      await createProjections(database())(
        projectionOf(begun, version, { conversations: [conversation], files }),
      );
    };
    await project({ state: 'active', operatorId: anna });
    return { anna, ben, place, contactId: begun.contactId, conversationId: begun.conversation.id, project };
  };
  const alertsOf = async (operatorId: string) =>
    (await createAlerts(database()).list({ operatorId, brandIds: null }, { limit: 10, before: null })).items;
  const kindsOf = async (operatorId: string) =>
    (await alertsOf(operatorId)).map(({ kind, seenAt }) => (seenAt === null ? kind : `${kind}, seen`));
  const pendingTransfers = () => rowsOf(database().db, sql`select id from asked_transfers`);
  const byAnna = { state: 'active' } as const;

  it('about several messages of one projection are one, which nobody has seen a part of', async () => {
    const { anna, project } = await begin();
    await project({ ...byAnna, operatorId: anna }, 2);
    expect(await alertsOf(anna)).toMatchObject([{ kind: 'new_message', count: 2, seenAt: null }]);
  });

  it('keep their id and rise in the list with each further message', async () => {
    const { anna, project } = await begin();
    await project({ ...byAnna, operatorId: anna }, 1);
    const [first] = await alertsOf(anna);
    await project({ ...byAnna, operatorId: anna }, 1);
    const [second] = await alertsOf(anna);
    expect(second?.id).toBe(first?.id);
    expect(Number(second?.position)).toBeGreaterThan(Number(first?.position));
  });

  it('do not wait for whoever is sending them, and leave their pushes as they are', async () => {
    const { anna, project } = await begin();
    const secretBox = createSecretBox([randomBytes(32)]);
    const keys = { p256dh: 'p', auth: 'a' };
    const subscriptions = createPushSubscriptions(database(), { secretBox });
    await subscriptions.add(anna, { endpoint: 'https://push.example.com/phone', keys });
    await project({ ...byAnna, operatorId: anna }, 1);
    const pushes = () =>
      rowsOf(database().db, sql`select xmin::text as written_by, id, alert_id, tries from alert_pushes`);
    const before = await pushes();
    expect(before).toHaveLength(1);
    await database().db.transaction(async (tx) => {
      await tx.execute(sql`select from alert_pushes for update`);
      await project({ ...byAnna, operatorId: anna }, 1);
    });
    expect(await alertsOf(anna)).toMatchObject([{ count: 2 }]);
    // Locking a row is seen in `xmax`, and changing it in `xmin`.
    expect(await pushes()).toEqual(before);
  });

  it.each([
    ['is completed', { state: 'completed' }, []],
    ['goes back to waiting', { state: 'waiting', operatorId: null }, ['returned']],
  ] as const)('about messages are over for an operator whose conversation %s', async (_, change, further) => {
    const { anna, project } = await begin();
    await project({ ...byAnna, operatorId: anna }, 1);
    expect(await kindsOf(anna)).toEqual(['new_message']);
    await project({ operatorId: anna, ...change });
    expect(await kindsOf(anna)).toEqual([...further, 'new_message, seen']);
  });

  it('about messages and a closing window are over for an operator whose conversation is transferred', async () => {
    const { anna, ben, conversationId, project } = await begin();
    await project({ ...byAnna, operatorId: anna }, 1);
    await database().db.execute(
      sql`select make_alert(${anna}, kind, ${conversationId}, null, null) from unnest(array['window_closing', 'mention']) as kind`,
    );
    await createAskedTransfers(database()).keep({
      conversationId,
      fromOperatorId: anna,
      toId: ben,
      note: null,
    });
    await project({ ...byAnna, operatorId: ben }, 1);
    expect(await kindsOf(anna)).toEqual(['mention', 'window_closing, seen', 'new_message, seen']);
    expect((await kindsOf(ben)).sort()).toEqual(['new_message', 'transfer']);
  });

  it('tell a conversation that went back to waiting and was attended again from a transfer', async () => {
    const { anna, ben, project } = await begin();
    // One projection: nobody saw it waiting.
    await project({ ...byAnna, operatorId: ben });
    expect([await kindsOf(anna), await kindsOf(ben)]).toEqual([['returned'], []]);
  });

  it('do not tell of a transfer that was passed on before it was projected; its note is filed all the same', async () => {
    const { anna, ben, conversationId, project } = await begin();
    const transfers = createAskedTransfers(database());
    const asked = { conversationId, fromOperatorId: anna, toId: ben, note: 'Wants a refund' };
    const id = await transfers.keep(asked);
    const notes = () => rowsOf(database().db, sql`select id from messages where direction = 'note'`);
    await transfers.settle(id, 2);
    expect(await notes()).toEqual([]);
    // One projection: Ben had it, and gave it back.
    await project({ ...byAnna, operatorId: anna });
    await transfers.settle(id, 2);
    expect(await notes()).toEqual([{ id }]);
    expect(await kindsOf(ben)).toEqual([]);
  });

  it.each(['waiting', 'missed'] as const)(
    'tell whoever attended that it is %s again, unless they passed it on to a group themselves, with a note',
    async (state) => {
      const { anna, ben, place, conversationId, project } = await begin();
      const tea = await addGroup(database(), place, [ben]);
      const queued = { state, operatorId: null, groupId: tea } as const;
      await project({ ...byAnna, operatorId: anna });
      await project({ state, operatorId: null });
      expect(await kindsOf(anna)).toEqual(['returned']);
      await project({ ...byAnna, operatorId: anna });
      const asked = { conversationId, fromOperatorId: anna, toId: tea, note: 'For tea' };
      const id = await createAskedTransfers(database()).keep(asked);
      await project(queued);
      expect(await kindsOf(anna)).toEqual(['returned']);
      expect(await rowsOf(database().db, sql`select id from messages where direction = 'note'`)).toEqual([
        { id },
      ]);
      expect(await pendingTransfers()).toEqual([]);
    },
  );

  it('are not taken for a transfer to the same group that was shown before', async () => {
    const { anna, ben, place, conversationId, project } = await begin();
    const tea = await addGroup(database(), place, [anna, ben]);
    const queued = { state: 'waiting', operatorId: null, groupId: tea } as const;
    await project(queued);
    const transfers = createAskedTransfers(database());
    const id = await transfers.keep({ conversationId, fromOperatorId: ben, toId: tea, note: null });
    // Nothing of it is seen but the version, and the projection comes late.
    await transfers.settle(id, 3);
    expect(await pendingTransfers()).toHaveLength(1);
    await project({ ...byAnna, operatorId: ben, groupId: tea });
    await project(queued);
    expect(await kindsOf(ben)).toEqual(['returned']);
    expect(await pendingTransfers()).toEqual([]);
  });

  it('do not wait for a note of a transfer that changes nothing: the next projection files it, or the upkeep', async () => {
    const { anna, place, conversationId, project } = await begin();
    const tea = await addGroup(database(), place, [anna]);
    const transfers = createAskedTransfers(database());
    const notes = () =>
      rowsOf(database().db, sql`select id from messages where direction = 'note' order by seq`);
    await project({ state: 'waiting', groupId: tea });
    const asked = { conversationId, fromOperatorId: anna, toId: tea, note: 'Still tea' };
    const first = await transfers.keep(asked);
    await transfers.settle(first, 3);
    expect(await notes()).toEqual([]);
    await project({ state: 'waiting', groupId: tea });
    expect(await notes()).toEqual([{ id: first }]);
    await project({ ...byAnna, operatorId: anna });
    // To oneself.
    const second = await transfers.keep({ ...asked, toId: anna });
    await transfers.settle(second, 5);
    await project({ ...byAnna, operatorId: anna });
    await createAlerts(database()).sweep();
    expect(await notes()).toEqual([{ id: first }, { id: second }]);
  });

  it('of a transfer lock the contact before the transfer, as projections do', async () => {
    const { anna, contactId, conversationId } = await begin();
    const transfers = createAskedTransfers(database());
    const asked = { conversationId, fromOperatorId: anna, toId: anna, note: 'for me' };
    const id = await transfers.keep(asked);
    let isFiled = false;
    let filing = Promise.resolve();
    await database().db.transaction(async (tx) => {
      await tx.execute(sql`select from contacts where id = ${contactId} for no key update`);
      filing = transfers.settle(id, 1).then(() => {
        isFiled = true;
      });
      await rowsOf(database().db, sql`select pg_sleep(0.3)`);
      // It waits for the contact; nothing else is locked by it yet.
      await tx.execute(sql`select from asked_transfers where id = ${id} for update nowait`);
      expect(isFiled).toBe(false);
    });
    await filing;
    const notes = await rowsOf(database().db, sql`select id from messages where direction = 'note'`);
    expect(notes).toEqual([{ id }]);
  });
});
