/** Bots that think for long, while everything is repeated and the worker dies. */
import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../src/store/engine/rows';
import { addBot } from '../../support/add-bot';
import { type BotStandIn, startBotStandIn } from '../../support/bot-stand-in';
import { startDesk } from '../../support/desk';
import { type Customer, createScenario, type Scenario, SECOND } from '../../support/scenario';
import { replayHistories } from '../../support/scenario-replay';

let bot: BotStandIn;
let scenario: Scenario;
beforeAll(async () => {
  bot = await startBotStandIn();
  scenario = createScenario(await startDesk({ answerTurn: (...question) => bot.answerTurn(...question) }));
}, 60_000);
afterAll(async () => {
  await scenario.desk.close();
  await bot.close();
});

/** WeChat delivers each message three times: it was not answered in time. */
async function writesThreeTimes(customer: Customer, text: string): Promise<void> {
  for (let time = 0; time < 3; time += 1) {
    await customer.sends({ type: 'text', text, msgId: `90${text}`, createTime: 1_700_000_000 });
  }
}

test('answers after 3, 20 and 170 s arrive once, with every message repeated and the worker stopped in the middle', async () => {
  const botId = await addBot(scenario.desk, 'rules', { rules: [] });
  const channel = await scenario.channel({ bot: { botId } });
  const customers = [3, 20, 170].map((seconds) => ({ seconds, customer: scenario.customer({ channel }) }));
  bot.says(({ texts }) => ({
    parts: [`after ${texts[0]}`],
    afterMs: Number(texts[0]) * SECOND,
  }));
  for (const { seconds, customer } of customers) await writesThreeTimes(customer, String(seconds));
  await new Promise((resolve) => setTimeout(resolve, 4 * SECOND));
  await scenario.desk.stopWorker();
  await scenario.desk.startWorker();
  for (const { seconds, customer } of customers) {
    await scenario.desk.simulator.waitForReceived(customer.openId, 1, 220 * SECOND);
    await customer.rests();
    expect(customer.received()).toEqual([`after ${seconds}`]);
    const [row] = await rowsOf<{ turns: number }>(
      scenario.desk.database.db,
      sql`select count(*)::int as turns from bot_turns t join conversations c on c.id = t.conversation_id
          where c.contact_id = ${await customer.contactId()}`,
    );
    expect(row?.turns).toBe(1);
  }
  await replayHistories(scenario.desk);
}, 300_000);
