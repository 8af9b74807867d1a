import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { describeCrowds, describeScenarios, LI, lines, MINUTE, SECOND } from '../support/scenario';
import { eventNames, historiesOf } from '../support/scenario-replay';

describeScenarios(
  'continue-as-new after few events',
  (scenario) => {
    test('in the middle of a burst nothing is lost or duplicated, and the order is kept', async () => {
      const { desk } = scenario();
      const customer = scenario().customer();
      const texts = Array.from({ length: 16 }, (_, index) => `in ${index + 1}`);
      const accepted: string[] = [];
      for (const [index, text] of texts.entries()) {
        await customer.sends({ type: 'text', text });
        if (index % 3 !== 0) continue;
        await customer.isFiled();
        const { messageId, result } = await customer.reply(`out ${index + 1}`);
        expect(result.type).toBe('accepted');
        accepted.push(messageId);
      }
      await customer.isFiled();
      await customer.settles(accepted.at(-1) ?? '', 'sent');
      const rows = await customer.transcript();
      expect(lines(rows).filter((line) => line.startsWith('> '))).toEqual(texts.map((text) => `> ${text}`));
      expect(rows.filter((row) => row.direction === 'outbound').map((row) => row.id)).toEqual(accepted);
      expect(customer.received()).toHaveLength(accepted.length);
      expect(new Set(rows.map((row) => row.conversationId)).size).toBe(1);
      expect((await customer.conversation()).conversation).toMatchObject({
        state: 'active',
        startedAt: expect.any(Number),
      });
      await customer.rests();
      const runs = await historiesOf(desk, conversationWorkflowId(await customer.contactId()));
      expect(runs.length).toBeGreaterThan(2);
    });

    test('ids are still known in the next run: a repeated reply is answered, a repeated signal leaves no trace', async () => {
      const { conversationClient } = scenario().desk;
      const customer = scenario().customer();
      await customer.writes();
      const messageId = await customer.isAnswered('only once');
      const { runId } = await customer.conversation();
      for (let index = 0; index < 8; index += 1) await customer.writes();
      const { conversation, runId: later } = await customer.conversation();
      expect(later).not.toBe(runId);
      const target = { contactId: await customer.contactId(), conversationId: conversation.id, by: LI };
      const details = { messageId, kind: 'text', whenBlocked: 'reject' } as const;
      expect(await conversationClient.reply(target, details)).toMatchObject({ type: 'accepted' });
      const [first] = await customer.transcript();
      const { settings } = conversation;
      await conversationClient.signal(target.contactId, {
        facts: [{ type: 'contactWrote', messageId: first?.id ?? '', ageMs: 0 }],
        settings,
      });
      await customer.rests();
      expect((await customer.view())?.conversation.unread).toBe(conversation.unread);
      expect(customer.received()).toEqual(['only once']);
    });

    test('deadlines, held messages and counters continue in the next run', async () => {
      const channel = await scenario().channel({ consecutiveLimit: 1 });
      const customer = scenario().customer({ channel });
      await customer.writes();
      await customer.isAnswered('one');
      const held = await customer.reply('held', { whenBlocked: 'hold' });
      const { runId } = await customer.conversation();
      for (let page = 1; page <= 6; page += 1) {
        await customer.acts({ event: 'VIEW', eventKey: `https://example.com/${page}` });
      }
      const later = await customer.conversation();
      expect(later.runId).not.toBe(runId);
      expect(later.conversation).toMatchObject({ consecutive: { sent: 1 }, state: 'active' });
      await customer.settles(held.messageId, 'held');
      const { searchAttributes, raw } = await scenario()
        .desk.client.workflow.getHandle(conversationWorkflowId(await customer.contactId()))
        .describe();
      expect(searchAttributes).toMatchObject({ DuihuaState: ['active'], DuihuaOperatorId: ['li'] });
      expect(raw.workflowExecutionInfo?.priority?.fairnessKey).toBe(channel.channelId);
      await customer.writes();
      await customer.settles(held.messageId, 'sent');
      await customer.waits(24 * 60 * MINUTE + SECOND);
      await customer.becomes('completed', 'idle_timeout');
    });
  },
  { rollAfterEvents: 40 },
);

describeCrowds('the history budget', (scenario) => {
  test('an inbound message costs at most 5 events, a reply at most 12', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    const events = async (): Promise<number> => {
      await customer.rests();
      const id = conversationWorkflowId(await customer.contactId());
      const [history] = await historiesOf(desk, id);
      return eventNames(history?.history ?? {}).length;
    };
    await customer.writes();
    await customer.isAnswered('attends');
    const afterStart = await events();
    for (let index = 0; index < 20; index += 1) {
      await customer.writes();
      await customer.rests();
    }
    const afterMessages = await events();
    expect((afterMessages - afterStart) / 20).toBeLessThanOrEqual(5);
    for (let index = 0; index < 5; index += 1) await customer.isAnswered(`reply ${index}`);
    const afterReplies = await events();
    expect((afterReplies - afterMessages) / 5).toBeLessThanOrEqual(12);
  });

  test('a long conversation is split into runs that a worker replays quickly, and stays one conversation', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    const texts = Array.from({ length: 90 }, (_, index) => `line ${index + 1}`);
    for (const text of texts) {
      await customer.sends({ type: 'text', text });
      await customer.isFiled();
    }
    await customer.rests();
    const runs = await historiesOf(desk, conversationWorkflowId(await customer.contactId()));
    const lengths = runs.map(({ history }) => eventNames(history).length);
    expect(runs.length).toBeGreaterThan(1);
    expect(Math.max(...lengths)).toBeLessThan(420);
    const rows = await customer.transcript();
    expect(lines(rows)).toEqual(texts.map((text) => `> ${text}`));
    expect(new Set(rows.map((row) => row.conversationId)).size).toBe(1);
  });
});
