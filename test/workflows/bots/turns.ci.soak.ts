/** A bot's turns from the webhook to the phone, on the real server; the bot answers over HTTP. */
import { countEventsByPart } from '../../../bench/turn-events';
import { conversationWorkflowId } from '../../../src/workflows/conversation/messages';
import { addBot } from '../../support/add-bot';
import { type BotStandIn, startBotStandIn } from '../../support/bot-stand-in';
import { startDesk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import {
  type Customer,
  createScenario,
  DAY,
  HOUR,
  LI,
  lines,
  MINUTE,
  type Scenario,
  SECOND,
  WANG,
} from '../../support/scenario';
import { historiesOf, replayHistories } from '../../support/scenario-replay';

let bot: BotStandIn;
let scenario: Scenario;
let botId: string;
beforeAll(async () => {
  bot = await startBotStandIn();
  scenario = createScenario(await startDesk({ answerTurn: (...question) => bot.answerTurn(...question) }));
  botId = await addBot(scenario.desk, 'rules', { rules: [] });
}, 60_000);
afterAll(async () => {
  await scenario.desk.close();
  await bot.close();
});
beforeEach(() => bot.says(({ texts }) => ({ parts: [`bot: ${texts.join(' + ')}`] })));

/** A customer of a channel with a bot. */
async function customerOfBot(settings: object = {}): Promise<Customer> {
  const channel = await scenario.channel({ bot: { botId, ...settings } });
  return scenario.customer({ channel });
}
const isAsked = (customer: Customer) =>
  eventually(async () => (await customer.view())?.conversation.bot?.asking ?? null, 'the bot is being asked');
const receives = (customer: Customer, count: number, withinMs = 10_000) =>
  scenario.desk.simulator.waitForReceived(customer.openId, count, withinMs);
const notes = async (customer: Customer) =>
  (await customer.transcript()).filter((row) => row.direction === 'note').map((row) => row.content);

test('one answer for what is written together, and it arrives once', async () => {
  const customer = await customerOfBot();
  await customer.writes('tea?');
  await customer.writes('green');
  await receives(customer, 1);
  expect(customer.received()).toEqual(['bot: tea? + green']);
  await customer.rests();
  expect((await customer.conversation()).conversation).toMatchObject({
    state: 'bot',
    unread: 0,
    bot: { botId, turns: 1, waiting: null, asking: null },
  });
  await customer.writes('and black?');
  await receives(customer, 2);
  expect(bot.asked.at(-1)).toMatchObject({
    turn: 2,
    texts: ['and black?'],
    history: ['contact: tea?', 'contact: green', 'bot: bot: tea? + green'],
  });
});

test('what is written while the bot thinks is the next turn', async () => {
  const customer = await customerOfBot();
  bot.says(({ texts }) => ({ parts: [`bot: ${texts.join(' + ')}`], afterMs: 1_500 }));
  await customer.writes('one');
  await isAsked(customer);
  expect((await customer.conversation()).conversation.bot?.asking).toMatchObject({ number: 1 });
  await customer.writes('two');
  await customer.writes('three');
  await receives(customer, 2);
  expect(customer.received()).toEqual(['bot: one', 'bot: two + three']);
});

test('a long answer leaves as far as it may, and goes on when the contact asks for more', async () => {
  const customer = await customerOfBot();
  bot.says(() => ({ parts: ['1', '2', '3', '4', '5', '6'] }));
  await customer.writes('tell me all');
  await receives(customer, 4);
  await customer.rests();
  expect(customer.received().at(-1)).toBe('4\n\n回复任意内容查看余下内容');
  const held = (await customer.transcript()).filter(({ status }) => status === 'held');
  expect(held.map(({ holdReason }) => holdReason)).toEqual(['bot_remainder', 'bot_remainder']);
  const count = bot.asked.length;
  await customer.writes(' 更多 ');
  await receives(customer, 6);
  expect(customer.received().slice(4)).toEqual(['5', '6']);
  expect(bot.asked).toHaveLength(count);
});

test('an operator who attends is the only one who writes from then on; a late answer becomes a note', async () => {
  const customer = await customerOfBot();
  bot.says(() => ({ parts: ['too late'], afterMs: 2_000 }));
  await customer.writes('hello');
  await isAsked(customer);
  expect((await customer.attend(LI)).type).toBe('accepted');
  await customer.isAnswered('a person here');
  await customer.rests();
  expect(customer.received()).toEqual(['a person here']);
  // It was given up before it was complete, so there is nothing to keep.
  expect(bot.givenUp()).toBeGreaterThan(0);
  expect(await notes(customer)).toEqual([]);
  expect(lines(await customer.transcript())).toEqual(['> hello', '* handover', 'sent a person here']);
  const { conversation } = await customer.conversation();
  expect(conversation).toMatchObject({ state: 'active', handover: { reason: 'attended' } });
});

test('an answer that was complete when an operator attended does not leave: a note says it', async () => {
  const customer = await customerOfBot();
  bot.says(() => ({ parts: ['too late'], afterMs: 2_000 }));
  bot.finishesAnyway(true);
  await customer.writes('hello');
  await isAsked(customer);
  await customer.attend(LI);
  const note = await eventually(async () => (await notes(customer))[0], 'the note');
  bot.finishesAnyway(false);
  expect(note).toEqual({ text: 'too late', isUnsaid: true });
  await customer.rests();
  expect(customer.received()).toEqual([]);
  expect(lines(await customer.transcript())).toEqual(['> hello', '* handover', 'null too late']);
});

test('giving back makes the next message the bot’s', async () => {
  const customer = await customerOfBot();
  await customer.writes('人工');
  await customer.becomes('waiting');
  await customer.attend(LI);
  expect((await customer.handback(WANG)).type).toBe('refused');
  expect((await customer.handback(LI)).type).toBe('accepted');
  await customer.becomes('bot');
  await customer.writes('thank you');
  await receives(customer, 1);
  expect(customer.received()).toEqual(['bot: thank you']);
  const events = (await customer.transcript()).filter((row) => row.direction === 'event');
  expect(events.map(({ type, content, sender }) => [type, content, sender.id])).toEqual([
    ['handover', { reason: 'keyword' }, null],
    ['handback', {}, 'li'],
  ]);
});

test.each([
  ['a failing bot', { status: 500 }, { reason: 'bot_failed', detail: 'http_500' }, []],
  [
    'a bot that asks for a person',
    { parts: ['one moment'], then: { type: 'handOver', reason: 'asked_by_bot' } },
    { reason: 'asked_by_bot' },
    ['one moment'],
  ],
] as const)('%s hands over', async (_, said, handover, received) => {
  const customer = await customerOfBot();
  bot.says(() => said);
  await customer.writes('hello');
  await customer.becomes('waiting');
  await receives(customer, received.length);
  expect(customer.received()).toEqual(received);
  expect((await customer.conversation()).conversation.handover).toMatchObject(handover);
});

test('the end of the bot lets its last words leave', async () => {
  const customer = await customerOfBot();
  bot.says(() => ({ parts: ['goodbye'], then: { type: 'end' } }));
  await customer.writes('bye');
  await customer.becomes('completed', 'bot_ended');
  await receives(customer, 1);
  expect(customer.received()).toEqual(['goodbye']);
});

test('three failures in a row pause the channel’s bot; the next success ends it', async () => {
  const channel = await scenario.channel({ bot: { botId } });
  bot.says(() => ({ status: 503 }));
  for (let time = 0; time < 3; time += 1) {
    const customer = scenario.customer({ channel });
    await customer.writes();
    await customer.becomes('waiting');
    expect((await customer.conversation()).conversation.handover).toMatchObject({ detail: 'http_503' });
  }
  const during = scenario.customer({ channel });
  await during.writes();
  await during.becomes('waiting');
  expect((await during.conversation()).conversation).toMatchObject({
    hasBot: false,
    handover: { reason: 'bot_failed', detail: 'paused' },
  });
});

test('the bot’s idle limit holds before and after the hand-over', async () => {
  const before = await customerOfBot();
  await before.writes();
  await receives(before, 1);
  await before.rests();
  await before.waits(HOUR + SECOND);
  await before.becomes('completed', 'bot_idle_timeout');
  const after = await customerOfBot();
  await after.writes('human');
  await after.becomes('waiting');
  await after.waits(2 * MINUTE);
  await after.becomes('missed');
  await after.waits(HOUR);
  await after.becomes('completed', 'bot_idle_timeout');
});

test('an answer that comes when the window has closed is handed over, and nothing of it leaves', async () => {
  const customer = await customerOfBot({ idleAfterSeconds: DAY / SECOND });
  for (const count of [1, 2, 3]) {
    await customer.writes('hello');
    await receives(customer, count);
    await customer.rests();
    if (count < 3) await customer.waits(23 * HOUR);
  }
  // Time does not jump while an activity runs, so the last seconds of the window are real ones.
  const { conversation, clockOffsetMs } = await customer.conversation();
  const leftMs = conversation.startedAt + 48 * HOUR - (Date.now() + clockOffsetMs);
  await customer.waits(leftMs - 6 * SECOND);
  bot.says(() => ({ parts: ['too late'], afterMs: 8_000 }));
  await customer.writes('the last question');
  await customer.becomes('waiting');
  await customer.rests();
  expect(customer.received()).toHaveLength(3);
  const { handover } = (await customer.conversation()).conversation;
  expect(handover?.reason).toBe('no_places');
});

test('45047 on the second part: WeChat’s count holds, and the bot answers again after the next message', async () => {
  const customer = await customerOfBot();
  bot.says(() => ({ parts: ['1', '2', '3'] }));
  scenario.desk.simulator.addFault({
    operation: 'custom/send',
    openId: customer.openId,
    effect: { type: 'errcode', errcode: 45047 },
    skip: 1,
  });
  await customer.writes('hello');
  await receives(customer, 1);
  await eventually(
    async () => (await customer.transcript()).filter(({ status }) => status === 'failed').length === 2,
    'the others have failed',
  );
  await customer.rests();
  const rows = (await customer.transcript()).slice(1);
  expect(rows.map(({ status, error }) => [status, error?.code, error?.wechatCode])).toEqual([
    ['sent', undefined, undefined],
    ['failed', 'consecutive_limit_reached', 45047],
    ['failed', 'consecutive_limit_reached', null],
  ]);
  expect((await customer.conversation()).conversation).toMatchObject({
    state: 'bot',
    consecutive: { sent: 5 },
  });
  bot.says(() => ({ parts: ['again'] }));
  await customer.writes('and?');
  await receives(customer, 2);
  expect(customer.received()).toEqual(['1', 'again']);
});

test('a turn costs 12 events at most, and nothing personal is in them', async () => {
  const customer = await customerOfBot();
  for (const count of [1, 2, 3]) {
    await customer.writes('a secret question');
    await receives(customer, count);
    await customer.rests();
  }
  const [run] = await historiesOf(scenario.desk, conversationWorkflowId(await customer.contactId()));
  const { turns } = countEventsByPart(run?.history ?? {}, 'deliverMessage');
  expect(turns).toBeGreaterThan(0);
  expect(turns).toBeLessThanOrEqual(3 * 12);
  expect(JSON.stringify(run)).not.toContain('secret');
});

test('the Temporal UI shows each turn, and why people have the conversation', async () => {
  const customer = await customerOfBot();
  bot.says(() => ({ status: 500, afterMs: 1_500 }));
  await customer.writes('hello');
  await isAsked(customer);
  const id = conversationWorkflowId(await customer.contactId());
  const details = async (): Promise<string> => {
    const handle = scenario.desk.client.workflow.getHandle(id);
    const metadata = await handle.query('__temporal_workflow_metadata');
    return (metadata as { currentDetails: string }).currentDetails;
  };
  expect(await details()).toMatch(/bot `\S+`: thinking since \S+ \(turn 1, 1 messages\)/);
  await customer.becomes('waiting');
  await customer.rests();
  expect(await details()).toMatch(/handed over \S+: bot_failed \(http_500\)/);
  const [run] = await historiesOf(scenario.desk, id);
  const summaries = (run?.history.events ?? []).map((event) =>
    Buffer.from(event.userMetadata?.summary?.data ?? []).toString(),
  );
  expect(summaries).toContain(JSON.stringify(`asking bot ${botId}, turn 1, 1 message`));
});

test('every history of these scenarios replays', () => replayHistories(scenario.desk), 60_000);
