/** Rows are locked in one order everywhere, by id: batches on the same contacts wait for each other, but never deadlock. */
import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Conversation } from '../../src/domain/conversation/conversation';
import { newId } from '../../src/platform/ids';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createAlerts } from '../../src/store/alerts/alerts';
import { createAskedTransfers } from '../../src/store/alerts/asked-transfers';
import { createPushOutbox } from '../../src/store/alerts/push-outbox';
import { createPushSubscriptions } from '../../src/store/alerts/push-subscriptions';
import { createTags } from '../../src/store/contacts/tags';
import { createConversationFacts } from '../../src/store/conversations/conversation-facts';
import { createProjections } from '../../src/store/conversations/projections';
import { rowsOf } from '../../src/store/engine/rows';
import { createOperatorStore } from '../../src/store/people/operators';
import { createInbox } from '../../src/store/transcript/inbox';
import { createInboxTurns, type InboxTurns } from '../../src/store/transcript/inbox-turns';
import { createOutbox } from '../../src/store/transcript/outbox';
import { createTranscript } from '../../src/store/transcript/transcript';
import { tellAgain } from '../../src/store/transcript/unfiled';
import { describeWithDatabase } from '../support/database';
import { countDeadlocks } from '../support/deadlocks';
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
    const before = await countDeadlocks(database());
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
    expect(await countDeadlocks(database())).toBe(before);
  });

  it('cause none with loops that touch all contacts’ messages: signalling again, and withdrawing', async () => {
    const { place, begun, processes } = await begin();
    const before = await countDeadlocks(database());
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
    expect(await countDeadlocks(database())).toBe(before);
  });

  it('cause none with what operators do: notes with mentions, alerts that are seen and pushed, transfers, tags, and troubles', async () => {
    const { place, openIds, begun, processes } = await begin();
    const { db } = database();
    const before = await countDeadlocks(database());
    const fields = { role: 'operator', brandIds: [place.brandId], passwordHash: null } as const;
    const operatorIds = await Promise.all(
      ['anna', 'ben', 'carl'].map(async (name) => {
        const email = `${name}@example.com`;
        const added = await createOperatorStore(database()).create({ ...fields, name, email });
        return 'operator' in added ? added.operator.id : '';
      }),
    );
    const subscriptions = createPushSubscriptions(database(), {
      secretBox: createSecretBox([randomBytes(32)]),
    });
    const keys = { p256dh: 'p', auth: 'a' };
    for (const id of operatorIds) {
      await subscriptions.add(id, { endpoint: `https://push.example.com/${id}`, keys });
    }
    const alerts = createAlerts(database());
    const transfers = createAskedTransfers(database());
    const outbox = createPushOutbox(database());
    const tags = createTags(database());
    const facts = createConversationFacts(database());
    const inbox = createInbox(database(), { leaseMs: 1 });
    const by = { operatorId: null, via: 'system', address: null } as const;
    const [anna = '', ben = ''] = operatorIds;
    const sendPushes = async (): Promise<void> => {
      const due = await outbox.claim(20);
      await outbox.remove(shuffled(due.map(({ id }) => id)));
    };
    for (const { contactId, conversation } of begun) {
      const target = { contactId, conversationId: conversation.id, channelId: place.channelId };
      const content = { type: 'text', text: 'hi' } as const;
      const message = { operatorId: anna, content, whenBlocked: 'reject' } as const;
      await createOutbox(database()).prepare({ ...target, ...message }, null);
    }
    await Promise.all(begun.map((one) => createProjections(database())(projectionOf(one, 1))));
    for (let round = 2; round <= ROUNDS; round += 1) {
      const operatorId = round % 3 === 0 ? anna : ben;
      const attended: Partial<Conversation> = { state: 'active', operatorId };
      const received = await Promise.all(
        begun.map(async (one, at) => {
          const receive = async () => {
            const item = textItem(openIds[at] ?? '', newId());
            const stored = await inbox.receive({ channelId: place.channelId, item, receivedAt: Date.now() });
            return { messageId: stored.messageId, conversationId: one.conversation.id, version: round };
          };
          return { one, files: [await receive(), await receive()] };
        }),
      );
      const asked = await Promise.all(
        begun.map(({ conversation }) =>
          transfers.keep({
            conversationId: conversation.id,
            fromOperatorId: anna,
            toId: operatorId,
            note: 'why',
          }),
        ),
      );
      await db.execute(sql`update alert_pushes set again_at = clock_timestamp()`);
      await db.execute(sql`update contacts set tags = array[${`round ${round - 1}`}]`);
      await db.execute(sql`update conversations set tags = array[${`round ${round - 1}`}]`);
      await db.execute(
        sql`update messages set status = 'failed', resolved_at = null, seq = coalesce(seq, 100000)
            where direction = 'outbound'`,
      );
      const troubles = await rowsOf<{ id: string }>(
        db,
        sql`select id from messages where direction = 'outbound'`,
      );
      await Promise.all([
        ...processes.flatMap(({ project }) =>
          shuffled(received).map(({ one, files }) =>
            project(
              projectionOf(one, round, { conversations: [{ ...one.conversation, ...attended }], files }),
            ),
          ),
        ),
        ...shuffled(begun).map(({ contactId, conversation }) =>
          createTranscript(database()).addNote({
            contactId,
            channelId: place.channelId,
            conversationId: conversation.id,
            operatorId: anna,
            text: 'look',
            mentions: shuffled(operatorIds),
          }),
        ),
        ...shuffled(asked).map((id) => transfers.settle(id, 1)),
        ...shuffled(operatorIds).flatMap((id) => [
          alerts.see({ operatorId: id, brandIds: null }, { at: Date.now() }, null),
          sendPushes(),
          sendPushes(),
        ]),
        alerts.sweep(),
        tags.rename(`round ${round - 1}`, `round ${round}`, by),
        ...shuffled(troubles).map(({ id }) => facts.note(id)),
      ]);
    }
    expect(await countDeadlocks(database())).toBe(before);
    const [kinds] = await rowsOf(
      db,
      sql`select count(*) filter (where kind = 'mention')::int > 0 as has_mentions,
            bool_or(count > 1) as has_groups,
            (select count(*)::int > 0 from messages where resolved_at is not null) as has_settled from alerts`,
    );
    expect(kinds).toEqual({ has_mentions: true, has_groups: true, has_settled: true });
  });
});
