/** The paths through what leaves by itself: automatic messages, also beside a bot, and scheduled ones. */
import { beginWithBot, receives } from './bot-paths';
import { DAY, HOUR, LI, MINUTE, SECOND } from './scenario';
import type { Path } from './scenario-paths';

export const AUTOMATIC_PATHS: Readonly<Record<string, Path>> = {
  async 'bot-and-automatic-messages'(scenario) {
    const nudge = { text: 'Still there?', beforeCloseMinutes: 60 };
    const customer = await beginWithBot(scenario, 'hello', {
      automatic: { welcome: 'Welcome!', closed: 'Goodbye!', nudge },
      bot: { idleAfterSeconds: DAY / SECOND },
    });
    await receives(customer, 2);
    await customer.writes('人工');
    await customer.becomes('waiting');
    await receives(customer, 3);
    await customer.isAnswered('a person');
    await customer.waits(23 * HOUR);
    await customer.writes('wait');
    await customer.isAnswered('Of course.');
    await customer.waits(23 * HOUR);
    await customer.isAnswered('And now?');
    await customer.waits(HOUR + MINUTE);
    await receives(customer, 7);
    await customer.complete(LI);
    await customer.becomes('completed', 'operator');
    await receives(customer, 8);
    return customer;
  },
  async 'automatic-message-not-said'(scenario) {
    const channel = await scenario.channel({ automatic: { welcome: 'Welcome!' }, consecutiveLimit: 1 });
    const customer = scenario.customer({ channel });
    await customer.writes('hello');
    await customer.isAnswered('Hello.');
    return customer;
  },
  async 'scheduled-messages'(scenario) {
    const customer = scenario.customer({ channel: await scenario.channel({}) });
    await customer.writes('call me later');
    await customer.isAnswered('I will.');
    const schedule = async (text: string, ms: number, more: object = {}): Promise<string> => {
      const sendAt = Date.now() + (await customer.conversation()).clockOffsetMs + ms;
      const { messageId } = await customer.reply(text, { schedule: { sendAt, ...more } });
      return messageId;
    };
    const reminder = await schedule('As promised.', HOUR);
    const unneeded = await schedule('Are you there?', 2 * HOUR, { cancelsOnReply: true });
    const mistaken = await schedule('A mistake', 3 * HOUR);
    await customer.cancel(LI, mistaken);
    await customer.settles(mistaken, 'cancelled');
    await customer.waits(HOUR + MINUTE);
    await customer.settles(reminder, 'sent');
    await customer.writes('thank you');
    await customer.settles(unneeded, 'cancelled');
    return customer;
  },
};
