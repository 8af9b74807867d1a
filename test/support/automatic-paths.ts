/** The paths through what leaves by itself: automatic messages, also beside a bot, and scheduled ones. */
import { fastForwardWorkflow } from '../../src/temporal/virtual-time';
import { ratingWorkflowId } from '../../src/workflows/rating/messages';
import { beginWithBot, receives } from './bot-paths';
import { eventually } from './eventually';
import { type Customer, DAY, HOUR, LI, MINUTE, type Scenario, SECOND } from './scenario';
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
  async 'rating-and-its-comment'(scenario) {
    const rating = { isEnabled: true, thanks: 'Thank you!', askReasonBelow: 3, reasonText: 'Why?' };
    const channel = await scenario.channel({ automatic: { rating } });
    const customer = scenario.customer({ channel });
    await customer.writes('hello');
    await customer.isAnswered('Hello.');
    const { id } = (await customer.conversation()).conversation;
    await customer.complete(LI);
    await receives(customer, 2);
    await customer.becomes('completed', 'operator');
    await taps(scenario, customer, 1);
    await receives(customer, 4);
    await customer.writes('I waited too long');
    await eventually(async () => (await customer.conversation()).rating?.comment, 'the comment');
    await taps(scenario, customer, 5);
    await eventually(async () => (await customer.conversation()).rating?.score === 5, 'the change');
    const { client } = scenario.desk;
    const workflowId = ratingWorkflowId(id);
    await fastForwardWorkflow(client, workflowId, 61 * MINUTE);
    await client.workflow.getHandle(workflowId).result();
    return customer;
  },
  async 'rating-asked-afterwards'(scenario) {
    const customer = scenario.customer({ channel: await scenario.channel({}) });
    await customer.writes('hello');
    await customer.isAnswered('Hello.');
    await customer.complete(LI);
    await customer.becomes('completed', 'operator');
    await customer.rests();
    await customer.askRating(LI);
    await receives(customer, 2);
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

/** Taps the choice with this score on the newest question for a rating. */
async function taps({ desk }: Scenario, customer: Customer, score: number): Promise<void> {
  const menus = desk.simulator
    .received({ openId: customer.openId })
    .flatMap(({ body }) => (body['msgtype'] === 'msgmenu' ? [body['msgmenu']] : []));
  const { list } = menus.at(-1) as { readonly list: readonly { readonly id: string }[] };
  // The default choices begin with the best one.
  const bizmsgmenuid = list[5 - score]?.id ?? '';
  await customer.sends({ type: 'text', text: 'a choice', bizmsgmenuid });
}
