/** The paths through the turns of a bot. The bot says what the contact's words ask for. */

import { setTimeout as sleep } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/activity';
import type { AnswerTurn } from '../../src/activities/bot/ask-bot';
import type { ChannelFields } from '../../src/store/channels/channel-change';
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
  // Longer than the pause after which a turn begins.
  if (words.includes('moment')) await sleep(1_300);
  if (words.includes('lost')) throw ApplicationFailure.nonRetryable('Nobody learns of the answer.');
  if (words.includes('fail')) return { type: 'failed', detail: 'http_500' };
  // It has no answer yet.
  if (words.includes('later')) return { type: 'said', parts: [], leaving: 0 };
  const count = words.includes('long') ? 6 : 1;
  const parts = Array.from({ length: count }, (_, index) => ({ type: 'text', text: `${index}` }) as const);
  const end = words.includes('bye') ? ({ then: { type: 'end' } } as const) : {};
  return { type: 'said', parts, leaving: Math.min(places, count), ...end };
};

/** A customer of a channel with a bot writes for the first time. */
export async function beginWithBot(
  scenario: Scenario,
  words: string,
  settings: ChannelFields['settings'] = {},
): Promise<Customer> {
  const customer = await customerOfBot(scenario, settings);
  await customer.writes(words);
  return customer;
}

async function customerOfBot(
  scenario: Scenario,
  { bot = {}, ...settings }: NonNullable<ChannelFields['settings']> = {},
): Promise<Customer> {
  const botId = await addBot(scenario.desk, 'rules', { rules: [] });
  const handoverText = 'One moment.';
  const channel = await scenario.channel({ ...settings, bot: { botId, handoverText, ...bot } });
  return scenario.customer({ channel });
}

/** Resolves when the customer has received `count` messages in total, and nothing is under way. */
export async function receives(customer: Customer, count: number): Promise<void> {
  await eventually(() => customer.received().length >= count, `${count} messages`, 15_000);
  await customer.rests();
}

export const BOT_PATHS: Readonly<Record<string, Path>> = {
  async 'bot-answers-and-ends'(scenario) {
    const customer = await beginWithBot(scenario, 'long');
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
    const customer = await beginWithBot(scenario, 'fail');
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
    const customer = await beginWithBot(scenario, 'slow');
    await eventually(
      async () => (await customer.view())?.conversation.bot?.asking ?? null,
      'the bot is being asked',
    );
    await customer.attend(LI);
    await customer.isAnswered('a person');
    return customer;
  },
  async 'bot-asked-without-a-pause'(scenario) {
    const customer = await beginWithBot(scenario, 'moment');
    for (let turn = 1; turn <= 6; turn += 1) {
      await eventually(
        async () => (await customer.view())?.conversation.bot?.asking?.number === turn,
        `turn ${turn} is asked`,
      );
      await customer.writes('moment');
    }
    await receives(customer, 7);
    return customer;
  },
  /** The workers come so late that the turn is due when the first message is signalled. */
  async 'bot-asked-late'(scenario) {
    const customer = await customerOfBot(scenario);
    await scenario.desk.stopWorker();
    await customer.sends({ type: 'text', text: 'hello' });
    await sleep(2 * SECOND);
    await scenario.desk.startWorker();
    await receives(customer, 1);
    return customer;
  },
  async 'bot-given-up'(scenario) {
    const customer = await beginWithBot(scenario, 'lost');
    await customer.becomes('waiting');
    await receives(customer, 1);
    return customer;
  },
  async 'bot-answers-later'(scenario) {
    const { services, conversationClient } = scenario.desk;
    const customer = await beginWithBot(scenario, 'later');
    await eventually(async () => {
      const { bot } = (await customer.conversation()).conversation;
      return bot?.turns === 1 && bot.asking === null;
    }, 'the bot has answered “later”');
    // Meanwhile it is asked the next turn.
    await customer.writes('and this?');
    await receives(customer, 1);
    const { id: conversationId, bot } = (await customer.conversation()).conversation;
    const about = { conversationId, turn: 1, botId: bot?.botId ?? '' };
    const said = { parts: [{ type: 'text', text: 'here it is' }], leaving: 1 } as const;
    const answer = await services.botting.speeches.commit(about, said);
    if (answer === null) throw new Error('There is a later answer already.');
    const target = { contactId: await customer.contactId(), conversationId, turn: 1 };
    const { type } = await conversationClient.botSpeech(target, answer, `${conversationId}-later-1`);
    if (type !== 'accepted') throw new Error(`The later answer was not accepted: ${type}`);
    await receives(customer, 2);
    return customer;
  },
};
