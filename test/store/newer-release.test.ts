/**
 * While a release is rolled out, processes of the older one read what the newer one writes. Here the database holds what
 * no release has written yet: unknown states, statuses and codes, and additional fields.
 */
import { sql } from 'drizzle-orm';
import { storedThread } from '../../src/domain/chain/stored-chain';
import { createSecretBox } from '../../src/platform/secrets/secret-box';
import { createChannelStore } from '../../src/store/channels/channels';
import { createConversations } from '../../src/store/conversations/conversations';
import { unfinishedChain } from '../../src/store/conversations/open-conversations';
import { createProjections } from '../../src/store/conversations/projections';
import { createAuditLog } from '../../src/store/people/audit-log';
import { createPresenceNotices } from '../../src/store/presence/presence-notices';
import { createSendLedger } from '../../src/store/transcript/send-ledger';
import { createTranscript } from '../../src/store/transcript/transcript';
import { describeWithDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { type Begun, beginOne, createPlace, type Place, projectionOf } from '../support/scenario-store';

/** Every closed list has a word more, and every object a field more. */
const NEWER = {
  schema: 2,
  state: 'snoozed',
  completedReason: 'merged',
  snoozedUntil: 1_900_000_000_000,
  settings: {
    version: 1,
    ringTimeSeconds: 60,
    closeMissedAfterSeconds: null,
    closeIdleAfterSeconds: 3600,
    windowAnchor: 'last-order',
    consecutiveLimit: 5,
    businessHours: ['9-17'],
    bot: { mode: 'mcp', idleAfterSeconds: 600, model: 'tea-1' },
  },
  consecutive: { sent: 1, ofBot: 1 },
  trigger: { kind: 'payment', openedAt: 1, closesAt: 2, limit: 3, sent: 0, orderId: 'o-1' },
  outbound: [
    {
      messageId: 'one',
      operatorId: 'li',
      kind: 'text',
      whenBlocked: 'schedule',
      status: 'paused',
      chargedToMain: true,
      chargedToTrigger: null,
      attempts: 0,
      busyAnswers: 0,
      notBefore: null,
      holdReason: 'for_the_moon',
    },
  ],
} as const;

describeWithDatabase('what a newer release has stored', (database) => {
  let place: Place;
  beforeEach(async () => {
    place = await createPlace(database());
  });

  const add = async (): Promise<Begun> => {
    const begun = await beginOne(database(), place);
    const { conversation, messageId } = begun;
    const files = [{ messageId, conversationId: conversation.id, version: 1 }];
    await createProjections(database())(projectionOf(begun, 1, { files }));
    return begun;
  };
  const writeSnapshot = async ({ conversation }: Begun, change: object): Promise<void> => {
    await database().db.execute(
      sql`update conversations set snapshot = snapshot || ${JSON.stringify(change)}::jsonb, state = 'snoozed'
          where id = ${conversation.id}`,
    );
  };
  const all = { brandIds: null };

  it('a conversation of an unknown state is read as it is, everywhere', async () => {
    const begun = await add();
    await writeSnapshot(begun, NEWER);
    const { id } = begun.conversation;
    const conversations = createConversations(database(), (_, error) => {
      throw error;
    });
    const read = [
      await conversations.get(id),
      ...(await conversations.getMany([id])),
      ...(await conversations.changedSince(0, 10, null)),
      ...(await conversations.list(all, { before: null, limit: 10 })),
    ];
    expect(read).toHaveLength(4);
    for (const one of read) expect(one?.conversation).toEqual({ ...begun.conversation, ...NEWER });
  });

  it('a conversation that is restarted from the store keeps what this release does not know', async () => {
    const begun = await add();
    await writeSnapshot(begun, NEWER);
    const chain = await unfinishedChain(database(), begun.contactId);
    if (chain === null) throw new Error('Nothing is unfinished.');
    expect(storedThread(chain).current).toEqual({ ...begun.conversation, ...NEWER });
  });

  it('a conversation that cannot be read hides none of the others, and ends no page early', async () => {
    const begun = [await add(), await add(), await add()];
    const [first, second, third] = begun.map(({ conversation }) => conversation.id);
    await writeSnapshot(begun[1] as Begun, { window: 'three of them' });
    const unreadable: string[] = [];
    const conversations = createConversations(database(), (id) => unreadable.push(id));
    const idsOf = (rows: readonly { readonly conversation: { readonly id: string } }[]) =>
      rows.map(({ conversation }) => conversation.id);
    expect(idsOf(await conversations.changedSince(0, 10, null))).toEqual([first, third]);
    expect(unreadable).toEqual([second]);
    expect(idsOf(await conversations.getMany([first ?? '', second ?? '']))).toEqual([first]);
    expect(idsOf(await conversations.list(all, { before: null, limit: 2 }))).toEqual([third, first]);
    await expect(conversations.get(second ?? '')).rejects.toThrow(/window/);
  });

  it('a row of the transcript is shown as far as it is known', async () => {
    const { contactId, messageId } = await add();
    const transcript = createTranscript(database());
    const write = async (status: string | null, error: unknown, content: unknown): Promise<void> => {
      await database().db.execute(
        sql`update messages set direction = 'outbound', type = 'hologram', status = ${status},
              error = ${JSON.stringify(error)}::jsonb, content = ${JSON.stringify(content)}::jsonb
            where id = ${messageId}`,
      );
    };
    await write('read', { code: 'phone_is_off', wechatCode: 99_999, errmsg: 'off', until: 1 }, { depth: 3 });
    const [shown] = await transcript.ofContact(contactId, { afterSeq: 0, limit: 10 });
    expect(shown).toMatchObject({
      type: 'hologram',
      status: 'read',
      error: { code: 'phone_is_off', wechatCode: 99_999 },
      errmsg: 'off',
      content: { depth: 3 },
    });
    await write('failed', { code: 'phone_is_off' }, { depth: 3 });
    expect(await transcript.message(messageId)).toMatchObject({ error: { wechatCode: null }, errmsg: '' });
    await write('failed', ['another shape'], ['another shape']);
    expect(await transcript.message(messageId)).toMatchObject({ status: 'failed', error: null, content: {} });
  });

  it('an unknown outcome of a send counts as “may have arrived”', async () => {
    const { messageId } = await add();
    const ledger = createSendLedger(database());
    await database().db.execute(
      sql`insert into send_attempts (message_id, attempt, outcome) values
            (${messageId}, 1, '{"type": "relayed"}'),
            (${messageId}, 2, '{"type": "refused", "code": "phone_is_off", "wechatCode": 99999, "until": 1}')`,
    );
    expect(await ledger.settle(messageId, 1)).toEqual({ type: 'unknown' });
    expect(await ledger.settle(messageId, 2)).toMatchObject({ type: 'refused', code: 'phone_is_off' });
  });

  it('unknown settings of a channel stay when another one is changed', async () => {
    const { channelId, brandId } = place;
    const channels = createChannelStore(database(), { secretBox: createSecretBox([Buffer.alloc(32, 7)]) });
    const before = (await channels.find(channelId, [brandId]))?.settings;
    const bot = { ...before?.bot, ...NEWER.settings.bot };
    const newer = { ...before, windowAnchor: 'last-order', businessHours: ['9-17'], bot };
    await database().db.execute(sql`update channels set settings = ${JSON.stringify(newer)}::jsonb`);
    expect((await channels.find(channelId, [brandId]))?.settings).toEqual(newer);
    await channels.update(channelId, [brandId], { settings: { ringTimeSeconds: 30 } });
    expect((await channels.find(channelId, [brandId]))?.settings).toEqual({ ...newer, ringTimeSeconds: 30 });
  });

  it('unknown actions in the audit log are listed', async () => {
    await database().db.execute(
      sql`insert into audit_log (seq, at, action, via, target_type, target_id, details, previous_hash, hash)
          values (1000, now(), 'group.created', 'scim', 'group', 'g', '{"size": 3}', '', 'x')`,
    );
    const { items } = await createAuditLog(database()).list({}, { limit: 10, before: null });
    expect(items[0]).toMatchObject({
      action: 'group.created',
      via: 'scim',
      target: { type: 'group' },
      details: { size: 3 },
    });
  });

  it('an unknown kind of presence is ignored, the next known one is not', async () => {
    const presence = createPresenceNotices(database());
    const heard: string[] = [];
    const leave = await presence.listen(({ state }) => heard.push(state));
    const notice = { conversationId: 'c', brandId: 'b', operator: { id: 'o', name: 'Li' } };
    await presence.announce({ ...notice, state: 'dictating' as never });
    await presence.announce({ ...notice, state: 'typing' });
    await eventually(() => heard.length > 0, 'something is heard');
    expect(heard).toEqual(['typing']);
    await leave();
  });
});
