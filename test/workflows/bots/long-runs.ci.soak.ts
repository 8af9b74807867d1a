/** A contact who writes during every turn of the bot: the run is never at rest, and ends all the same. */
import { conversationWorkflowId } from '../../../src/workflows/conversation/messages';
import { addBot } from '../../support/add-bot';
import { type BotStandIn, startBotStandIn } from '../../support/bot-stand-in';
import { startDesk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { createScenario, type Scenario } from '../../support/scenario';
import { eventNames, historiesOf, replayHistories } from '../../support/scenario-replay';

const TURNS = 6;

let bot: BotStandIn;
let scenario: Scenario;
beforeAll(async () => {
  bot = await startBotStandIn();
  const desk = await startDesk({
    rollAfterEvents: 40,
    answerTurn: (...question) => bot.answerTurn(...question),
  });
  scenario = createScenario(desk);
}, 60_000);
afterAll(async () => {
  await scenario.desk.close();
  await bot.close();
});

test('each turn is asked once and answered once, in order, and no run is much longer than its bound', async () => {
  // By its answer a pause has passed since the contact wrote: the next turn begins at once.
  bot.says(({ texts }) => ({ parts: [`bot: ${texts.join(' + ')}`], afterMs: 1_300 }));
  const botId = await addBot(scenario.desk, 'rules', { rules: [] });
  const customer = scenario.customer({ channel: await scenario.channel({ bot: { botId } }) });
  await customer.writes('1');
  for (let turn = 1; turn < TURNS; turn += 1) {
    const isAsked = async () => (await customer.view())?.conversation.bot?.asking?.number === turn;
    await eventually(isAsked, `turn ${turn} is asked`);
    await customer.writes(`${turn + 1}`);
  }
  await scenario.desk.simulator.waitForReceived(customer.openId, TURNS, 15_000);
  await customer.rests();
  const all = Array.from({ length: TURNS }, (_, index) => `${index + 1}`);
  expect(customer.received()).toEqual(all.map((text) => `bot: ${text}`));
  expect(bot.asked.map(({ turn, texts }) => [turn, texts])).toEqual(
    all.map((text) => [Number(text), [text]]),
  );
  const runs = await historiesOf(scenario.desk, conversationWorkflowId(await customer.contactId()));
  expect(runs.length).toBeGreaterThan(2);
  const lengths = runs.map(({ history }) => eventNames(history).length);
  // A turn costs about 20 events: a run may be in the middle of one when it reaches its bound.
  expect(Math.max(...lengths)).toBeLessThan(40 + 40);
});

test('every history replays', () => replayHistories(scenario.desk), 60_000);
