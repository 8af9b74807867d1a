import { sql } from 'drizzle-orm';
import type { Batcher } from '../../../src/platform/batcher';
import { newId } from '../../../src/platform/ids';
import { createContacts } from '../../../src/store/contacts/contacts';
import { createConversations } from '../../../src/store/conversations/conversations';
import {
  createProjections,
  type ProjectionToWrite,
  type WrittenProjection,
} from '../../../src/store/conversations/projections';
import { rowsOf } from '../../../src/store/engine/rows';
import { createInbox } from '../../../src/store/transcript/inbox';
import { createOutbox } from '../../../src/store/transcript/outbox';
import { createSendLedger } from '../../../src/store/transcript/send-ledger';
import { createTranscript } from '../../../src/store/transcript/transcript';
import { describeWithDatabase } from '../../support/database';
import {
  type Begun,
  beginOne,
  createPlace,
  type Place,
  projectionOf,
  replyOf,
  rowOf,
  textItem,
} from '../../support/scenario-store';

describeWithDatabase('projections', (database) => {
  let project: Batcher<ProjectionToWrite, WrittenProjection>;
  let place: Place;
  beforeEach(async () => {
    project = createProjections(database());
    place = await createPlace(database());
  });
  const written = async ({ conversation }: Begun) => createConversations(database()).get(conversation.id);
  const fileOf = ({ messageId, conversation }: Begun, version: number) => ({
    messageId,
    conversationId: conversation.id,
    version,
  });
  const reply = async (begun: Begun): Promise<string> => {
    const prepared = await createOutbox(database()).prepare(replyOf(begun), null);
    if (prepared.type === 'keyReused') throw new Error(prepared.type);
    return prepared.messageId;
  };
  const statusOf = (
    { conversation }: Begun,
    messageId: string,
    status: 'queued' | 'held' | 'cancelled',
    version: number,
  ) => ({
    messageId,
    status,
    error: null,
    conversationId: conversation.id,
    version,
  });

  it('file a message under its conversation, with the next position in the transcript', async () => {
    const begun = await beginOne(database(), place);
    const result = await project(projectionOf(begun, 1, { files: [fileOf(begun, 1)] }));
    expect(result).toEqual({ repeatedIds: [], withdrawnIds: [] });
    expect(await rowOf(database(), begun.messageId)).toMatchObject({
      seq: 1,
      conversation_id: begun.conversation.id,
    });
    expect(await written(begun)).toMatchObject({ version: 1, conversation: { state: 'waiting' } });
  });

  it('change nothing when written twice: a second run of the same step is no repeat', async () => {
    const begun = await beginOne(database(), place);
    const projection = projectionOf(begun, 1, { files: [fileOf(begun, 1)] });
    await project(projection);
    expect(await project(projection)).toEqual({ repeatedIds: [], withdrawnIds: [] });
    expect(await rowOf(database(), begun.messageId)).toMatchObject({ seq: 1 });
  });

  it('never overwrite a newer one with an older one', async () => {
    const begun = await beginOne(database(), place);
    const active = {
      ...begun,
      conversation: { ...begun.conversation, state: 'active', operatorId: 'li' } as const,
    };
    await project(projectionOf(active, 5));
    await project(projectionOf(begun, 4));
    expect(await written(begun)).toMatchObject({
      version: 5,
      conversation: { state: 'active', operatorId: 'li' },
    });
  });

  it('of the same version: the later one counts, because the earlier one came from a lost task', async () => {
    const begun = await beginOne(database(), place);
    const attended = (operatorId: string) => ({
      ...begun,
      conversation: { ...begun.conversation, state: 'active', operatorId } as const,
    });
    await project(projectionOf(attended('li'), 2));
    await project(projectionOf(attended('wang'), 2));
    expect(await written(begun)).toMatchObject({ conversation: { operatorId: 'wang' } });
  });

  it('name an item that was filed before, and then write nothing', async () => {
    const begun = await beginOne(database(), place);
    await project(projectionOf(begun, 1, { files: [fileOf(begun, 1)] }));
    const next = { ...begun, conversation: { ...begun.conversation, id: newId() } };
    const messageId = await reply(next);
    const result = await project(
      projectionOf(next, 1, { files: [fileOf(next, 1)], statuses: [statusOf(next, messageId, 'queued', 2)] }),
    );
    expect(result).toEqual({ repeatedIds: [begun.messageId], withdrawnIds: [] });
    expect(await written(next)).toBeNull();
    expect(await rowOf(database(), begun.messageId)).toMatchObject({
      conversation_id: begun.conversation.id,
    });
    expect(await rowOf(database(), messageId)).toMatchObject({ seq: null });
  });

  it('name an item that comes again later in the same conversation', async () => {
    const begun = await beginOne(database(), place);
    await project(projectionOf(begun, 1, { files: [fileOf(begun, 1)] }));
    const result = await project(projectionOf(begun, 7, { files: [fileOf(begun, 7)] }));
    expect(result.repeatedIds).toEqual([begun.messageId]);
    expect(await written(begun)).toMatchObject({ version: 1 });
  });

  it('name messages that the API withdrew before they were accepted, and leave them out of the transcript', async () => {
    const begun = await beginOne(database(), place);
    const [kept, given] = [await reply(begun), await reply(begun)];
    expect(await createOutbox(database()).giveUp(given)).toBe(true);
    const statuses = [statusOf(begun, kept, 'queued', 2), statusOf(begun, given, 'queued', 3)];
    expect(await project(projectionOf(begun, 3, { statuses }))).toEqual({
      repeatedIds: [],
      withdrawnIds: [given],
    });
    expect(await rowOf(database(), kept)).toMatchObject({ seq: 1, status: 'queued' });
    expect(await rowOf(database(), given)).toMatchObject({ seq: null, status: 'failed' });
    expect(await createOutbox(database()).giveUp(kept)).toBe(false);
  });

  it('give unique, rising positions in the order of the versions, to items and replies alike', async () => {
    const begun = await beginOne(database(), place);
    const [first, second] = [await reply(begun), await reply(begun)];
    await project(
      projectionOf(begun, 3, {
        files: [fileOf(begun, 2)],
        statuses: [statusOf(begun, second, 'held', 3), statusOf(begun, first, 'queued', 1)],
      }),
    );
    const rows = await createTranscript(database()).ofContact(begun.contactId, { afterSeq: 0, limit: 10 });
    expect(rows.map((row) => [row.id, row.seq])).toEqual([
      [first, 1],
      [begun.messageId, 2],
      [second, 3],
    ]);
  });

  it('never change a final status, or a status of a newer version', async () => {
    const begun = await beginOne(database(), place);
    const messageId = await reply(begun);
    const write = (status: 'queued' | 'held' | 'cancelled', version: number) =>
      project(projectionOf(begun, version, { statuses: [statusOf(begun, messageId, status, version)] }));
    await write('held', 4);
    await write('queued', 3);
    expect(await rowOf(database(), messageId)).toMatchObject({ status: 'held' });
    await write('cancelled', 5);
    await write('queued', 6);
    expect(await rowOf(database(), messageId)).toMatchObject({ status: 'cancelled', seq: 1 });
  });

  it('do not take back a message that is being sent meanwhile', async () => {
    const begun = await beginOne(database(), place);
    const messageId = await reply(begun);
    const projection = projectionOf(begun, 2, { statuses: [statusOf(begun, messageId, 'queued', 2)] });
    await project(projection);
    await database().db.execute(sql`update messages set status = 'sending' where id = ${messageId}`);
    await project(projection);
    expect(await rowOf(database(), messageId)).toMatchObject({ status: 'sending' });
  });

  it('write the conversation that ends and the one that begins together', async () => {
    const begun = await beginOne(database(), place);
    const old = { ...begun.conversation, state: 'completed', completedReason: 'window_renewed' } as const;
    const next = { ...begun.conversation, id: newId() };
    await project(
      projectionOf(begun, 9, {
        conversations: [old, next],
        files: [{ messageId: begun.messageId, conversationId: next.id, version: 9 }],
      }),
    );
    const all = await createConversations(database()).getMany([old.id, next.id]);
    const shown = all.map((one) => `${one.conversation.state} ${one.version}`);
    expect(shown.toSorted()).toEqual(['completed 9', 'waiting 9']);
  });

  it('write nothing if a newer one was written, and get what the store holds', async () => {
    const begun = await beginOne(database(), place);
    const active = { ...begun.conversation, state: 'active', operatorId: 'li' } as const;
    const messageId = await reply(begun);
    const statuses = [statusOf(begun, messageId, 'queued', 4)];
    await project(projectionOf({ ...begun, conversation: active }, 5));
    const { ahead, ...rest } = await project(projectionOf(begun, 4, { statuses }));
    expect(rest).toEqual({ repeatedIds: [], withdrawnIds: [] });
    expect(ahead).toEqual({
      version: 5,
      conversation: active,
      isForeign: false,
      chain: null,
      isLostStep: false,
      acceptedIds: [],
    });
    expect(await rowOf(database(), messageId)).toMatchObject({ seq: null });
  });

  it('learn, if their run was set back, that another run wrote what the store holds', async () => {
    const begun = await beginOne(database(), place);
    await project(projectionOf(begun, 7));
    const { ahead } = await project(projectionOf(begun, 5, { runId: 'run-2' }));
    expect(ahead).toEqual({
      version: 7,
      conversation: begun.conversation,
      isForeign: true,
      chain: null,
      isLostStep: false,
      acceptedIds: [],
    });
  });

  it('write nothing if they begin a conversation while one is open that their chain does not know', async () => {
    const begun = await beginOne(database(), place);
    await project(projectionOf(begun, 7));
    const next = { ...begun, conversation: { ...begun.conversation, id: newId() } };
    const { ahead } = await project(projectionOf(next, 1, { files: [fileOf(next, 1)] }));
    expect(ahead).toEqual({
      version: 7,
      conversation: begun.conversation,
      isForeign: true,
      chain: null,
      isLostStep: false,
      acceptedIds: [],
    });
    expect(await written(next)).toBeNull();
    expect(await rowOf(database(), begun.messageId)).toMatchObject({ seq: null });
  });

  it('begin no second conversation if they renew one that is stored in a newer version', async () => {
    const begun = await beginOne(database(), place);
    const active = { ...begun.conversation, state: 'active', operatorId: 'li' } as const;
    await project(projectionOf({ ...begun, conversation: active }, 7));
    const renewed = { ...active, state: 'completed', completedReason: 'window_renewed' } as const;
    const next = { ...begun, conversation: { ...begun.conversation, id: newId() } };
    const both = { files: [fileOf(next, 5)], conversations: [renewed, next.conversation] };
    const { ahead } = await project(projectionOf(next, 5, both));
    expect(ahead).toEqual({
      version: 7,
      conversation: active,
      isForeign: true,
      chain: null,
      isLostStep: false,
      acceptedIds: [],
    });
    expect(await written(next)).toBeNull();
    expect(await written(begun)).toMatchObject({ version: 7, conversation: { state: 'active' } });
    expect(await rowOf(database(), begun.messageId)).toMatchObject({ seq: null });
    // As far as the store, it is renewed.
    const { ahead: none } = await project(projectionOf(next, 8, both));
    expect(none).toBeUndefined();
    expect(await written(next)).toMatchObject({ version: 8 });
    expect(await written(begun)).toMatchObject({ version: 8, conversation: { state: 'completed' } });
  });

  it('begin the next one if all others of the contact are completed', async () => {
    const begun = await beginOne(database(), place);
    const completed = { ...begun.conversation, state: 'completed', completedReason: 'operator' } as const;
    await project(projectionOf({ ...begun, conversation: completed }, 7));
    const next = { ...begun, conversation: { ...begun.conversation, id: newId() } };
    expect(await project(projectionOf(next, 1))).toEqual({ repeatedIds: [], withdrawnIds: [] });
    expect(await written(next)).toMatchObject({ version: 1 });
  });

  it('of a chain that continues from the store say so in the transcript, once, before anything else', async () => {
    const begun = await beginOne(database(), place);
    await project(projectionOf(begun, 7));
    const resumed = { conversationId: begun.conversation.id, version: 7 };
    await project(projectionOf(begun, 8, { resumed, files: [fileOf(begun, 8)] }));
    await project(projectionOf(begun, 8, { resumed, files: [fileOf(begun, 8)] }));
    const rows = await createTranscript(database()).ofContact(begun.contactId, { afterSeq: 0, limit: 10 });
    expect(rows.map(({ direction, type, seq }) => [direction, type, seq])).toEqual([
      ['event', 'resumed', 1],
      ['inbound', 'text', 2],
    ]);
    expect(rows[0]?.sender).toEqual({ kind: 'system', id: null, name: null });
  });

  describe('of a chain that states its position', () => {
    const chain = (historyLength: number, generation = 0, id = 'chain-1') => ({
      chain: { id, generation, historyLength },
    });

    it('are accepted while it continues, in the next run as well', async () => {
      const begun = await beginOne(database(), place);
      for (const [version, position] of [
        [1, chain(30)],
        [2, chain(30)],
        [3, chain(400)],
        [4, chain(3, 1)],
      ] as const) {
        expect((await project(projectionOf(begun, version, position))).ahead).toBeUndefined();
      }
      expect(await written(begun)).toMatchObject({ version: 4 });
    });

    describe('and of the version that it had before', () => {
      const step = (now: number, previousNow: number | null, isRecorded: boolean) => ({
        now,
        previousNow,
        isRecorded,
      });
      const NOW = 1_800_000_000_000;

      it('are not accepted if Temporal had recorded the stored step and has lost it', async () => {
        const begun = await beginOne(database(), place);
        const replied = await reply(begun);
        await project(
          projectionOf(begun, 7, {
            ...chain(22),
            ...step(NOW, null, true),
            statuses: [statusOf(begun, replied, 'queued', 7)],
          }),
        );
        const { ahead } = await project(
          projectionOf(begun, 7, { ...chain(23), ...step(NOW + 5, NOW - 5, true) }),
        );
        expect(ahead).toMatchObject({ version: 7, isLostStep: true, acceptedIds: [replied] });
        expect(ahead?.conversation.outbound).toMatchObject([{ messageId: replied }]);
      });

      it('are accepted if the same step is written again, or the one that the run wrote before', async () => {
        const begun = await beginOne(database(), place);
        await project(projectionOf(begun, 7, { ...chain(22), ...step(NOW, null, true) }));
        for (const again of [step(NOW, null, true), step(NOW + 5, NOW, true)]) {
          expect((await project(projectionOf(begun, 7, { ...chain(23), ...again }))).ahead).toBeUndefined();
        }
      });

      it('are accepted if the stored step came from a workflow task that was lost, unless it completed the conversation', async () => {
        const begun = await beginOne(database(), place);
        await project(projectionOf(begun, 7, { ...chain(22), ...step(NOW, null, false) }));
        const again = projectionOf(begun, 7, { ...chain(25), ...step(NOW + 5, null, false) });
        expect((await project(again)).ahead).toBeUndefined();
        const ended = again.conversations.map((one) => ({ ...one, state: 'completed' as const }));
        await project({ ...again, version: 8, conversations: ended });
        const { ahead } = await project({ ...again, version: 8, now: NOW + 9 });
        expect(ahead).toMatchObject({ version: 8, isLostStep: true, conversation: { state: 'completed' } });
      });
    });

    it.each([
      ['its history is shorter', chain(25)],
      ['its run is an earlier one', chain(900, 0)],
      ['another chain wrote what is stored', chain(900, 5, 'chain-2')],
    ])('are not accepted if %s, whatever the version is', async (_where, position) => {
      const begun = await beginOne(database(), place);
      await project(projectionOf(begun, 7, { ...chain(30, 1) }));
      const { ahead } = await project(projectionOf(begun, 12, position));
      expect(ahead).toMatchObject({
        version: 7,
        chain: { id: 'chain-1', generation: 1, historyLength: 30 },
      });
      expect(await written(begun)).toMatchObject({ version: 7 });
    });

    it('are accepted from one that continued from exactly what is stored, also when repeated', async () => {
      const begun = await beginOne(database(), place);
      await project(projectionOf(begun, 7, chain(30)));
      const next = { ...chain(4, 0, 'chain-2'), tookOver: 7 };
      expect((await project(projectionOf(begun, 8, next))).ahead).toBeUndefined();
      expect((await project(projectionOf(begun, 8, next))).ahead).toBeUndefined();
      // The first one is back, from an older backup, and believes that it continues from its own state.
      const { ahead } = await project(projectionOf(begun, 9, { ...chain(20), tookOver: 7 }));
      expect(ahead).toMatchObject({ version: 8, chain: { id: 'chain-2' } });
    });
  });

  describe('of a workflow that has lost what it had accepted', () => {
    it('settle the message as not accepted, in the transcript, and free its key', async () => {
      const begun = await beginOne(database(), place);
      const messageId = await reply(begun);
      await createOutbox(database()).accept(messageId, 2);
      await project(projectionOf(begun, 3));
      expect(await rowOf(database(), messageId)).toMatchObject({
        status: 'failed',
        error: { code: 'not_accepted', wechatCode: null },
        conversation_id: begun.conversation.id,
        seq: 1,
      });
    });

    it('settle one that was shown as queued or held, too', async () => {
      const begun = await beginOne(database(), place);
      const ids = [await reply(begun), await reply(begun)] as const;
      const statuses = [statusOf(begun, ids[0], 'queued', 2), statusOf(begun, ids[1], 'held', 2)];
      await project(projectionOf(begun, 2, { statuses }));
      await project(projectionOf(begun, 3));
      for (const id of ids) expect(await rowOf(database(), id)).toMatchObject({ status: 'failed' });
    });

    it('leave alone what is newer, what was not accepted yet, and what has been tried', async () => {
      const begun = await beginOne(database(), place);
      const [newer, unknown, tried] = [await reply(begun), await reply(begun), await reply(begun)];
      const outbox = createOutbox(database());
      await outbox.accept(newer, 9);
      await outbox.accept(tried, 1);
      await database().db.execute(
        sql`insert into send_attempts (message_id, attempt, outcome) values (${tried}, 1, '{"type":"notSent"}')`,
      );
      await project(projectionOf(begun, 8));
      for (const id of [newer, unknown, tried]) {
        expect(await rowOf(database(), id)).toMatchObject({ status: 'queued', seq: null });
      }
    });
  });

  it('give a held message its position when it leaves, not when it was written', async () => {
    const begun = await beginOne(database(), place);
    const messageId = await reply(begun);
    await project(projectionOf(begun, 2, { statuses: [statusOf(begun, messageId, 'held', 2)] }));
    await project(
      projectionOf(begun, 4, {
        files: [fileOf(begun, 3)],
        statuses: [statusOf(begun, messageId, 'queued', 4)],
      }),
    );
    const rows = await createTranscript(database()).ofContact(begun.contactId, { afterSeq: 0, limit: 10 });
    expect(rows.map((row) => [row.id, row.seq])).toEqual([
      [begun.messageId, 2],
      [messageId, 3],
    ]);
  });

  it('place anew what was stored as queued, was held, and leaves after others, all of it written at once', async () => {
    const begun = await beginOne(database(), place);
    const [first, second] = [await reply(begun), await reply(begun)];
    await project(
      projectionOf(begun, 3, {
        statuses: [statusOf(begun, first, 'held', 2), statusOf(begun, second, 'queued', 3)],
      }),
    );
    await project(
      projectionOf(begun, 6, {
        files: [fileOf(begun, 5)],
        statuses: [
          statusOf(begun, first, 'queued', 6),
          { ...statusOf(begun, second, 'queued', 6), wasHeld: true },
        ],
      }),
    );
    const rows = await createTranscript(database()).ofContact(begun.contactId, { afterSeq: 0, limit: 10 });
    expect(rows.map((row) => row.id)).toEqual([begun.messageId, first, second]);
  });

  it('mark as late what is older by WeChat’s time than something filed before it', async () => {
    const begun = await beginOne(database(), place);
    const inbox = createInbox(database(), { leaseMs: 1_000 });
    const receive = async (wechatCreatedAt: number | null) => {
      const { openId } = (await createContacts(database()).addressOf(begun.contactId)) ?? { openId: '' };
      const item = { ...textItem(openId, newId()), wechatCreatedAt };
      return (await inbox.receive({ channelId: place.channelId, item, receivedAt: Date.now() })).messageId;
    };
    const ids = [];
    for (const second of [5_000, 7_000, 6_000, null, 7_000]) ids.push(await receive(second));
    const file = (messageId: string, version: number) => ({ ...fileOf(begun, version), messageId });
    const [a = '', b = '', c = '', d = '', e = ''] = ids;
    await project(projectionOf(begun, 1, { files: [file(a, 1)] }));
    await project(projectionOf(begun, 4, { files: [file(b, 2), file(c, 3), file(d, 4)] }));
    await project(projectionOf(begun, 5, { files: [file(e, 5)] }));
    const late = await receive(5_500);
    await project(projectionOf(begun, 6, { files: [file(late, 6)] }));
    const rows = await createTranscript(database()).ofContact(begun.contactId, { afterSeq: 0, limit: 10 });
    expect(rows.filter((row) => row.isLate).map((row) => row.id)).toEqual([c, late]);
  });

  it('mark as late what was received before something of the same second that was filed before it', async () => {
    const begun = await beginOne(database(), place);
    const inbox = createInbox(database(), { leaseMs: 1_000 });
    const { openId } = (await createContacts(database()).addressOf(begun.contactId)) ?? { openId: '' };
    const now = Date.now();
    const receive = async (ageMs: number) => {
      const item = { ...textItem(openId, newId()), wechatCreatedAt: 7_000_000 };
      const receivedAt = now - ageMs;
      return (await inbox.receive({ channelId: place.channelId, item, receivedAt })).messageId;
    };
    const ids = [];
    for (const ageMs of [900, 500, 700, 400, 600]) ids.push(await receive(ageMs));
    const [a = '', b = '', c = '', d = '', e = ''] = ids;
    const file = (messageId: string, version: number) => ({ ...fileOf(begun, version), messageId });
    await project(projectionOf(begun, 3, { files: [file(a, 1), file(b, 2), file(c, 3)] }));
    await project(projectionOf(begun, 4, { files: [file(d, 4)] }));
    await project(projectionOf(begun, 5, { files: [file(e, 5)] }));
    const rows = await createTranscript(database()).ofContact(begun.contactId, { afterSeq: 0, limit: 10 });
    expect(rows.map((row) => [row.id, row.isLate])).toEqual([
      [a, false],
      [b, false],
      [c, true],
      [d, false],
      [e, true],
    ]);
  });

  describe('with an attempt to send that may begin', () => {
    const prepared = async () => {
      const begun = await beginOne(database(), place);
      const messageId = await reply(begun);
      const statuses = [statusOf(begun, messageId, 'queued', 2)];
      return { messageId, projection: projectionOf(begun, 2, { statuses }) };
    };
    const giveToken = () =>
      database().db.execute(
        sql`insert into channel_access_tokens (channel_id, token_sealed, expires_at, version)
            values (${place.channelId}, 'sealed', clock_timestamp() + interval '1 hour', 1)`,
      );

    it('begin it in the same commit, once, and return what is to be sent', async () => {
      await giveToken();
      const { messageId, projection } = await prepared();
      const begins = { messageId, attempt: 1 };
      const { begun } = await project({ ...projection, begins });
      expect(begun).toEqual({
        channelId: place.channelId,
        openId: expect.any(String),
        type: 'text',
        content: { type: 'text', text: 'hello' },
      });
      expect(await rowOf(database(), messageId)).toMatchObject({ status: 'sending', seq: 1 });
      expect((await project({ ...projection, begins })).begun).toBeUndefined();
    });

    it.each([
      ['there is no token', async () => {}],
      [
        'the channel is paused, or was and nothing has passed since',
        async () => {
          await giveToken();
          await database().db.execute(sql`update channels set paused_until = clock_timestamp()`);
        },
      ],
      [
        'WeChat refuses the channel',
        async () => {
          await giveToken();
          await database().db.execute(sql`update channels set unhealthy_since = clock_timestamp()`);
        },
      ],
    ])('do not begin it if %s', async (_where, make) => {
      await make();
      const { messageId, projection } = await prepared();
      const result = await project({ ...projection, begins: { messageId, attempt: 1 } });
      expect(result).toEqual({ repeatedIds: [], withdrawnIds: [] });
      expect(await rowOf(database(), messageId)).toMatchObject({ status: 'queued', seq: 1 });
    });

    it('do not begin it if a file has to be uploaded, or if the API has withdrawn the message', async () => {
      await giveToken();
      const withFile = await prepared();
      await database().db.execute(
        sql`insert into attachments (id, origin, kind, status) values ('file', 'upload', 'image', 'ready')`,
      );
      await database().db.execute(
        sql`insert into message_attachments (message_id, attachment_id) values (${withFile.messageId}, 'file')`,
      );
      const givenUp = await prepared();
      await createOutbox(database()).giveUp(givenUp.messageId);
      for (const { messageId, projection } of [withFile, givenUp]) {
        expect((await project({ ...projection, begins: { messageId, attempt: 1 } })).begun).toBeUndefined();
        expect(await createSendLedger(database()).settle(messageId, 1)).toMatchObject({ type: 'notSent' });
      }
    });
  });

  it('of many contacts at once are all written, each with positions of its own', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => beginOne(database(), place)));
    await Promise.all(all.map((begun) => project(projectionOf(begun, 1, { files: [fileOf(begun, 1)] }))));
    const rows = await rowsOf<{ seq: number; count: number }>(
      database().db,
      sql`select seq, count(*)::int as count from messages group by seq`,
    );
    expect(rows).toEqual([{ seq: 1, count: 30 }]);
  });

  it('of two processes at once keep the positions of a contact unique', async () => {
    const begun = await beginOne(database(), place);
    const other = createProjections(database());
    const ids = await Promise.all(Array.from({ length: 20 }, () => reply(begun)));
    // As a chain does: each one has all that is not known to be written.
    const statuses = ids.map((id, index) => statusOf(begun, id, 'queued', index + 1));
    await Promise.all(
      ids.map((_, index) =>
        (index % 2 === 0 ? project : other)(
          projectionOf(begun, index + 1, { statuses: statuses.slice(0, index + 1) }),
        ),
      ),
    );
    const rows = await createTranscript(database()).ofContact(begun.contactId, { afterSeq: 0, limit: 50 });
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});
