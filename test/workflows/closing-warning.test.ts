import { sql } from 'drizzle-orm';
import { rowsOf } from '../../src/store/engine/rows';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { type Customer, describeScenarios, HOUR, MINUTE } from '../support/scenario';
import { historyAtRest, serializeHistory } from '../support/scenario-replay';

describeScenarios('a window that is about to close', (scenario) => {
  /** Li attends, and the contact has written at 20 h and 40 h. `answers`: each time, Li has answered. */
  const after40Hours = async (answers: boolean) => {
    const li = await scenario().operator('Li');
    const customer = scenario().customer();
    await customer.writes();
    await customer.attend(li);
    for (let part = 0; part < 2; part += 1) {
      await customer.waits(20 * HOUR);
      await customer.writes();
      if (answers) await customer.isAnswered('here you are', { by: li });
    }
    return { customer, alerted: [li.operatorId] };
  };
  const alertsOf = async (customer: Customer): Promise<readonly string[]> => {
    await customer.rests();
    const { conversation } = await customer.conversation();
    const rows = await rowsOf<{ operator_id: string }>(
      scenario().desk.database.db,
      sql`select operator_id from alerts
          where conversation_id = ${conversation.id} and kind = 'window_closing'`,
    );
    return rows.map((row) => row.operator_id);
  };
  const historyOf = async (customer: Customer): Promise<string> =>
    serializeHistory(
      await historyAtRest(scenario().desk, conversationWorkflowId(await customer.contactId())),
    );

  test('alerts the operator who has not answered, an hour before, once', async () => {
    const { customer, alerted } = await after40Hours(false);
    await customer.waits(7 * HOUR - MINUTE);
    expect(await alertsOf(customer)).toEqual([]);
    await customer.waits(2 * MINUTE);
    expect(await alertsOf(customer)).toEqual(alerted);
    await customer.writes('hello?');
    await customer.waits(30 * MINUTE);
    expect(await alertsOf(customer)).toEqual(alerted);
    const history = await historyOf(customer);
    expect(history).toContain('warns-of-closing');
    expect(history).toContain('the operator who attends is alerted: the window is about to close');
  });

  test('alerts nobody who has answered; programs are told all the same', async () => {
    const { customer } = await after40Hours(true);
    await customer.waits(7 * HOUR + 30 * MINUTE);
    expect(await alertsOf(customer)).toEqual([]);
    const history = await historyOf(customer);
    expect(history).not.toContain('warns-of-closing');
    expect(history).toContain('announces-closing');
    expect(history).toContain('programs are told: the window is about to close');
  });

  test('leaves nothing in the history of a conversation that ends before', async () => {
    const customer = scenario().customer();
    await customer.writes();
    await customer.isAnswered('here you are', { by: await scenario().operator('Li') });
    await customer.waits(25 * HOUR);
    await customer.becomes('completed', 'idle_timeout');
    expect(await historyOf(customer)).not.toMatch(/warns-of-closing|announces-closing/);
  });
});
