/** Answers of bots in the store: each turn has one, and a late one leaves a note only. */
import { eq } from 'drizzle-orm';
import { newId } from '../../../src/platform/ids';
import { createBotTurns } from '../../../src/store/bots/bot-turns';
import { createTurnTexts } from '../../../src/store/bots/turn-texts';
import { createProjections } from '../../../src/store/conversations/projections';
import { messages } from '../../../src/store/schema/messages';
import { createTranscript } from '../../../src/store/transcript/transcript';
import { describeWithDatabase } from '../../support/database';
import { type Begun, beginOne, createPlace, projectionOf } from '../../support/scenario-store';

describeWithDatabase('the turns of a bot', (database) => {
  let begun: Begun;
  beforeEach(async () => {
    begun = await beginOne(database(), await createPlace(database()));
    const { messageId, conversation } = begun;
    const files = [{ messageId, conversationId: conversation.id, version: 1 }];
    await createProjections(database())(projectionOf(begun, 1, { files }));
  });
  const turns = () => createBotTurns(database());
  const key = () => ({ conversationId: begun.conversation.id, turn: 1 });
  const text = (words: string) => ({ type: 'text', text: words }) as const;
  const rows = () => database().db.select().from(messages).where(eq(messages.contactId, begun.contactId));
  const said = async () => (await rows()).filter((row) => row.senderKind === 'bot');

  it('is answered once: a second answer is dropped, and the first one returned', async () => {
    const first = await turns().commit(
      { ...key(), botId: 'bot-1' },
      { parts: [text('one'), text('two')], leaving: 1, memory: { thread: 'a' } },
    );
    expect(first.isNew).toBe(true);
    const second = await turns().commit({ ...key(), botId: 'bot-1' }, { parts: [text('other')], leaving: 1 });
    expect(second).toEqual({ answer: first.answer, isNew: false });
    expect(await turns().read(key())).toEqual(first.answer);
    expect(await turns().memory(begun.conversation.id)).toEqual({ thread: 'a' });
    expect((await said()).map((row) => [row.status, row.seq, row.holdReason, row.senderId])).toEqual([
      ['queued', null, null, 'bot-1'],
      ['queued', null, null, 'bot-1'],
    ]);
  });

  it.each([
    { type: 'handOver', reason: 'asked_by_bot', groupId: 'group-1' },
    { type: 'handOver', reason: 'asked_by_bot', groupId: null },
    { type: 'handOver', reason: 'asked_by_bot' },
    { type: 'busy', groupId: 'group-1' },
  ] as const)('is read back with what follows: %j', async (then) => {
    // biome-ignore lint/suspicious/noThenProperty: the name of the field.
    await turns().commit({ ...key(), botId: 'bot-1' }, { parts: [], leaving: 0, then });
    expect(await turns().read(key())).toEqual({
      parts: [],
      leaving: 0,
      // biome-ignore lint/suspicious/noThenProperty: the name of the field.
      then,
    });
  });

  it('is answered once by two at the same time', async () => {
    const both = await Promise.all(
      ['a', 'b'].map((words) =>
        turns().commit({ ...key(), botId: 'bot-1' }, { parts: [text(words)], leaving: 1 }),
      ),
    );
    expect(both.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(both[0]?.answer).toEqual(both[1]?.answer);
    expect(await said()).toHaveLength(1);
  });

  it('whose answer comes too late leaves a note with what the bot would have said, once', async () => {
    await turns().commit({ ...key(), botId: 'bot-1' }, { parts: [text('one'), text('two')], leaving: 2 });
    await turns().keepAsNote(key());
    await turns().keepAsNote(key());
    const transcript = createTranscript(database());
    const notes = (await transcript.ofContact(begun.contactId, { afterSeq: 0, limit: 50 })).filter(
      (row) => row.direction === 'note',
    );
    expect(notes.map(({ content, sender }) => [content, sender.kind, sender.id])).toEqual([
      [{ text: 'one\n\ntwo', isUnsaid: true }, 'bot', 'bot-1'],
    ]);
    expect((await said()).filter((row) => row.direction === 'outbound')).toEqual([]);
  });

  it.each([[[text('two')]], [[]]])(
    'whose answer %j comes too late leaves the bot with what it remembered before',
    async (parts) => {
      const { id } = begun.conversation;
      const late = { ...key(), turn: 2 };
      const one = { parts: [text('one')], leaving: 1, memory: { thread: 'a' } };
      await turns().commit({ ...key(), botId: 'bot-1' }, one);
      await turns().commit({ ...late, botId: 'bot-1' }, { parts, leaving: 1, memory: { thread: 'b' } });
      expect(await turns().memory(id)).toEqual({ thread: 'b' });
      await turns().keepAsNote(late);
      await turns().keepAsNote(late);
      expect(await turns().memory(id)).toEqual({ thread: 'a' });
    },
  );

  it('tells the bot what was said before, without notes and what did not reach the contact', async () => {
    const { contactId, conversation, messageId } = begun;
    const asked = newId();
    const row = (seq: number, direction: 'inbound' | 'outbound' | 'note' | 'event', more: object) => ({
      id: newId(),
      contactId,
      channelId: conversation.channelId,
      conversationId: conversation.id,
      direction,
      type: 'text',
      seq: 100 + seq,
      senderKind: 'operator' as const,
      ...more,
      content: { text: `${direction} ${seq}` },
    });
    await database()
      .db.insert(messages)
      .values([
        row(1, 'outbound', { status: 'sent' }),
        row(2, 'note', { type: 'note' }),
        row(3, 'outbound', { status: 'failed' }),
        row(4, 'outbound', { status: 'held' }),
        row(5, 'outbound', { status: 'cancelled' }),
        row(6, 'outbound', { status: 'unknown', senderKind: 'bot' }),
        row(7, 'event', { type: 'handover', senderKind: 'system' }),
        row(8, 'event', { type: 'msgmenu_tap', senderKind: 'contact' }),
        { ...row(9, 'inbound', { senderKind: 'contact' }), id: asked },
        row(10, 'outbound', { status: 'sent', senderKind: 'bot' }),
        row(11, 'inbound', { senderKind: 'contact' }),
        row(12, 'event', { type: 'msgmenu_tap', senderKind: 'contact' }),
      ]);
    const texts = createTurnTexts(database());
    const history = async (limit: number, without: readonly string[] = []) =>
      (await texts.history({ conversationId: conversation.id, without, limit })).map(
        ({ from, content }) => `${from}: ${String(content['text'])}`,
      );
    const said = ['operator: outbound 1', 'bot: outbound 6', 'contact: event 8'];
    const since = ['contact: inbound 9', 'bot: outbound 10', 'contact: inbound 11', 'contact: event 12'];
    expect((await history(10)).slice(1)).toEqual([...said, ...since]);
    expect(await history(10)).toHaveLength(8);
    // What the contact wrote in this turn and since is not told twice; the answer to the turn before is, though it left later.
    expect((await history(10, [asked])).slice(1)).toEqual([...said, 'bot: outbound 10']);
    expect(await history(10, [messageId, asked])).toEqual([...said.slice(0, 2), 'bot: outbound 10']);
    expect(await history(2, [asked])).toEqual(['contact: event 8', 'bot: outbound 10']);
    expect(await history(0)).toEqual([]);
  });
});
