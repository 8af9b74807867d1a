import { sql } from 'drizzle-orm';
import { rowsOf } from '../../src/store/engine/rows';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { describeScenarios, LI, lines } from '../support/scenario';

describeScenarios('events', (scenario) => {
  test('on their own start no conversation and are filed on the contact', async () => {
    const customer = scenario().customer();
    await customer.acts({ event: 'subscribe' });
    await customer.acts({ event: 'CLICK', eventKey: 'prices' });
    expect(await customer.conversations()).toEqual([]);
    const rows = await customer.transcript();
    expect(lines(rows)).toEqual(['* subscribe', '* menu_click']);
    expect(rows.map((row) => row.conversationId)).toEqual([null, null]);
    const handle = scenario().desk.client.workflow.getHandle(
      conversationWorkflowId(await customer.contactId()),
    );
    await expect(handle.describe()).rejects.toThrow(/not found/);
  });

  test('in an open conversation are shown there and do not change its state', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.acts({ event: 'VIEW', eventKey: 'https://example.com' });
    const rows = await customer.transcript();
    expect(lines(rows)).toEqual(['> 你好', '* menu_view']);
    expect(new Set(rows.map((row) => row.conversationId)).size).toBe(1);
    expect((await customer.conversation()).conversation).toMatchObject({ state: 'waiting', unread: 1 });
  });

  test('between two conversations are filed on the contact', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(LI);
    await customer.complete(LI);
    await customer.becomes('completed');
    await customer.acts({ event: 'CLICK', eventKey: 'prices' });
    await customer.writes('second');
    const rows = await customer.transcript();
    expect(rows.map((row) => row.conversationId !== null)).toEqual([true, false, true]);
  });

  test('an unsubscribe completes the conversation and is the last thing shown in it', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.acts({ event: 'unsubscribe' });
    const { conversation } = await customer.becomes('completed', 'unsubscribed');
    expect((await customer.transcript()).at(-1)).toMatchObject({
      type: 'unsubscribe',
      conversationId: conversation.id,
    });
  });

  test('before and after a message, stored while Temporal is down, keep their order', async () => {
    const { desk } = scenario();
    const customer = scenario().customer();
    desk.setTemporalAway(true);
    const target = { appId: desk.appId, openId: customer.openId };
    await desk.simulator.act(target, { event: 'SCAN', eventKey: 'door' });
    await desk.simulator.write(target, { type: 'text', text: 'one' });
    await desk.simulator.act(target, { event: 'CLICK', eventKey: 'prices' });
    await desk.simulator.write(target, { type: 'text', text: 'two' });
    desk.setTemporalAway(false);
    await customer.isFiled();
    const rows = await customer.transcript();
    expect(lines(rows)).toEqual(['* scan', '> one', '* menu_click', '> two']);
    expect(rows.map((row) => row.conversationId === null)).toEqual([true, false, false, false]);
  });

  test('of a new contact, at the same moment as the first message, make one contact', async () => {
    const customer = scenario().customer();
    await Promise.all([customer.acts({ event: 'SCAN', eventKey: 'a', parallel: true }), customer.writes()]);
    const rows = await rowsOf(
      scenario().desk.database.db,
      sql`select id from contacts where open_id = ${customer.openId}`,
    );
    expect(rows).toHaveLength(1);
  });
});
