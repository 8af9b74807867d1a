/** The store fails while a bot is asked: the turn is only late. */
import type { AnswerTurn } from '../../../src/activities/bot/ask-bot';
import { addBot } from '../../support/add-bot';
import { startDesk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { createScenario, type Scenario, SECOND } from '../../support/scenario';

const text = (words: string) => ({ type: 'text', text: words }) as const;

let scenario: Scenario;
let answer: AnswerTurn;
beforeAll(async () => {
  scenario = createScenario(await startDesk({ answerTurn: (...question) => answer(...question) }));
}, 60_000);
afterAll(() => scenario.desk.close());

test('a store that fails six times in a row costs no turn', async () => {
  const botId = await addBot(scenario.desk, 'rules', { rules: [] });
  let tries = 0;
  answer = async () => {
    tries += 1;
    if (tries <= 6) throw new Error('terminating connection due to administrator command');
    return { type: 'said', parts: [text('here again')], leaving: 1 };
  };
  const customer = scenario.customer({ channel: await scenario.channel({ bot: { botId } }) });
  await customer.writes('hello');
  await eventually(() => customer.received().length > 0, 'it is answered', 60 * SECOND);
  expect(customer.received()).toEqual(['here again']);
}, 90_000);
