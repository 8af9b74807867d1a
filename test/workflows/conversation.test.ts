import { type Desk, startDesk } from '../support/desk';
import { eventually } from '../support/eventually';
import { newId } from '../../src/platform/ids';
import { createOutbox } from '../../src/store/outbox';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
}, 60_000);
afterAll(() => desk.close());

test('a message in, a reply out', async () => {
  const contact = desk.simulator.addContact({ appId: desk.appId });
  await desk.simulator.write(contact.openId, { type: 'text', text: '你好 👋' });
  const stored = await eventually(async () => {
    const list = await desk.conversations.list({ brandIds: null }, { before: null, limit: 10 });
    return list.find((one) => one.contact.openId === contact.openId);
  }, 'conversation');
  expect(stored.conversation.state).toBe('waiting');
  const t = { contactId: stored.contact.id, conversationId: stored.conversation.id, by: { operatorId: 'o1', isAdministrator: false } };
  const outbox = createOutbox(desk.database);
  const results = await Promise.all(
    Array.from({ length: 10 }, async (_, i) => {
      const p = await outbox.prepare({ conversationId: t.conversationId, contactId: t.contactId, channelId: desk.channelId, operatorId: 'o1', type: 'text', content: { text: 'r' + i }, whenBlocked: 'reject' }, null);
      if (p.type !== 'new') throw new Error();
      return desk.conversationClient.reply(t, { messageId: p.messageId, kind: 'text', whenBlocked: 'reject' });
    }),
  );
  console.log(results.map((r) => r.type + (r.type === 'refused' ? r.refusal.code : '')));
  const got = await desk.simulator.waitForReceived(contact.openId, 5, 10_000);
  console.log(got.map((g) => JSON.stringify(g.body)));
  await new Promise((r) => setTimeout(r, 500));
  console.log((await desk.transcript.ofConversation(t.conversationId, { afterSeq: 0, limit: 50 })).map((m) => [m.seq, m.direction, m.status, JSON.stringify(m.content)].join(' ')));
  const h = await desk.client.workflow.getHandle('conversation-' + t.contactId).fetchHistory();
  const types = ['', 'Started'];
  console.log(h.events?.map((e) => Object.keys(e).find((k) => k.endsWith('EventAttributes'))?.replace('EventAttributes', '')).join('\n'));
  void newId; void types;
});
