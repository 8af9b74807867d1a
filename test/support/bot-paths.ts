/** The paths through the turns of a bot. The bot says what the contact's words ask for. */
import type { AnswerTurn } from '../../src/activities/bot/ask-bot';
import { addBot } from './add-bot';
import { eventually } from './eventually';
import { type Customer, LI, type Scenario, SECOND } from './scenario';
import type { Path } from './scenario-paths';

/** How bots are asked while paths are recorded. */
export const answerOfPaths: AnswerTurn = async ({ messages, places }, { signal }) => {
  const words = messages.map(({ content }) => String(content['text'])).join(' ');
  if (words.includes('slow')) {
    await new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, 60 * SECOND);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        reject(new Error('aborted'));
      });
    });
  }
  if (words.includes('fail')) return { type: 'failed', detail: 'http_500' };
  const count = words.includes('long') ? 6 : 1;
  const parts = Array.from({ length: count }, (_, index) => ({ type: 'text', text: `${index}` }) as const);
  const end = words.includes('bye') ? ({ then: { type: 'end' } } as const) : {};
  return { type: 'said', parts, leaving: Math.min(places, count), ...end };
};

async function begin(scenario: Scenario, words: string): Promise<Customer> {
  const botId = await addBot(scenario.desk, 'rules', { rules: [] });
  const channel = await scenario.channel({ bot: { botId, handoverText: 'One moment.' } });
  const customer = scenario.customer({ channel });
  await customer.writes(words);
  return customer;
}

async function receives(customer: Customer, count: number): Promise<void> {
  await eventually(() => customer.received().length >= count, `${count} messages`, 15_000);
  await customer.rests();
}

export const BOT_PATHS: Readonly<Record<string, Path>> = {
  async 'bot-answers-and-ends'(scenario) {
    const customer = await begin(scenario, 'long');
    await receives(customer, 4);
    await customer.writes('more');
    await receives(customer, 6);
    await customer.writes('long');
    await receives(customer, 10);
    await customer.writes('bye');
    await customer.becomes('completed', 'bot_ended');
    return customer;
  },
  async 'bot-fails-and-gets-it-back'(scenario) {
    const customer = await begin(scenario, 'fail');
    await customer.becomes('waiting');
    await receives(customer, 1);
    await customer.attend(LI);
    await customer.isAnswered('a person');
    await customer.handback(LI);
    await customer.becomes('bot');
    await customer.writes('again');
    await receives(customer, 3);
    await customer.writes('人工');
    await customer.becomes('waiting');
    return customer;
  },
  async 'bot-attended-while-it-thinks'(scenario) {
    const customer = await begin(scenario, 'slow');
    await eventually(
      async () => (await customer.view())?.conversation.bot?.asking ?? null,
      'the bot is being asked',
    );
    await customer.attend(LI);
    await customer.isAnswered('a person');
    return customer;
  },
};
