/** What a bot for SalesIQ says to contacts who follow or scan: told over real HTTP, from the webhook to the phone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { greetingWorkflowId } from '../../../src/workflows/conversation/messages';
import { addBot } from '../../support/add-bot';
import { startDesk } from '../../support/desk';
import { type Answer, type Endpoint, json, startEndpoint } from '../../support/endpoint';
import { eventually } from '../../support/eventually';
import { type Customer, createScenario, LI, lines, type Scenario } from '../../support/scenario';
import { historyAtRest, replayHistories } from '../../support/scenario-replay';

const FOLLOW = { event: 'subscribe', eventKey: '' };
const scan = (scene: string) => ({ event: 'SCAN', eventKey: scene });

let endpoint: Endpoint;
let scenario: Scenario;
let botId: string;
beforeAll(async () => {
  endpoint = await startEndpoint(json({}));
  scenario = createScenario(await startDesk());
  botId = await addBot(scenario.desk, 'salesiq', { url: endpoint.url });
}, 60_000);
afterAll(async () => {
  await scenario.desk.close();
  await endpoint.close();
});

/** A customer of a channel with the bot, and with a greeting of its own. */
async function customerOf(greeting: object = { follow: '欢迎关注', scan: '又见面了' }): Promise<Customer> {
  const channel = await scenario.channel({ bot: { botId }, greeting });
  return scenario.customer({ channel });
}
const says = (...replies: readonly string[]): Answer => json({ action: 'reply', replies });
/** Says one thing to a follow or a scan, after a while, and another to a message. */
const thinks =
  (ms: number, words: string): Answer =>
  async (response, received) => {
    const isTrigger = received.body.includes('"trigger"');
    if (isTrigger) await sleep(ms);
    return says(isTrigger ? words : '请讲')(response, received);
  };
const becomes = (customer: Customer, ...expected: readonly string[]) =>
  eventually(async () => {
    const got = lines(await customer.transcript());
    return got.length >= expected.length && got.at(-1) === expected.at(-1) ? got : null;
  }, expected.join(', ')).then((got) => expect(got).toEqual(expected));
/** What the bot was asked about a customer, oldest first. */
async function questions(customer: Customer): Promise<readonly Record<string, unknown>[]> {
  const id = await customer.contactId();
  return endpoint.received
    .map(({ body }) => JSON.parse(body) as { visitor: { id: string } })
    .filter(({ visitor }) => visitor.id === id);
}
const handlers = async (customer: Customer) => (await questions(customer)).map(({ handler }) => handler);

test('what the bot says takes the place of the channel’s greeting, outside any conversation', async () => {
  endpoint.answer = says('欢迎', '想喝什么茶？');
  const customer = await customerOf();
  await customer.acts(FOLLOW);
  await becomes(customer, '* subscribe', 'sent 欢迎', 'sent 想喝什么茶？');
  expect(customer.received()).toEqual(['欢迎', '想喝什么茶？']);
  expect(await questions(customer)).toEqual([
    {
      handler: 'trigger',
      org_id: scenario.desk.brandId,
      request: { id: expect.any(String) },
      visitor: { id: await customer.contactId(), name: expect.any(String), channel: 'WeChat' },
    },
  ]);
  const [, ...said] = await customer.transcript();
  const sender = { kind: 'bot', id: botId, name: 'A salesiq bot' };
  expect(said).toMatchObject([
    { conversationId: null, sender },
    { conversationId: null, sender },
  ]);
  expect(await customer.conversations()).toEqual([]);
});

test('a scan is told as well, also where the channel has no greeting, and once however often WeChat repeats it', async () => {
  endpoint.answer = says('又见面了，李先生');
  const customer = await customerOf({ follow: null, scan: null });
  const createTime = Math.floor(Date.now() / 1000);
  for (let time = 0; time < 3; time += 1) await customer.acts({ ...scan('door'), createTime });
  await becomes(customer, '* scan', 'sent 又见面了，李先生');
  expect(await handlers(customer)).toEqual(['trigger']);
});

test('three messages leave; the others are shown as not sent', async () => {
  endpoint.answer = says('1', '2', '3', '4', '5');
  const customer = await customerOf();
  await customer.acts(FOLLOW);
  await eventually(() => customer.received().length === 3, 'three arrive');
  await eventually(
    async () => (await customer.transcript()).filter(({ status }) => status === 'sent').length === 3,
    'three are sent',
  );
  expect(lines(await customer.transcript())).toEqual([
    '* subscribe',
    'sent 1',
    'sent 2',
    'sent 3',
    'failed 4',
    'failed 5',
  ]);
  const unsent = (await customer.transcript()).slice(4);
  expect(unsent.map(({ error }) => error?.code)).toEqual([
    'consecutive_limit_reached',
    'consecutive_limit_reached',
  ]);
});

test.each(['forward', 'operator_busy', 'end', 'pending'])(
  '`%s` means nothing but its words',
  async (action) => {
    endpoint.answer = json({ action, replies: ['请稍等'] });
    const customer = await customerOf();
    await customer.acts(FOLLOW);
    await becomes(customer, '* subscribe', 'sent 请稍等');
    expect(await customer.conversations()).toEqual([]);
  },
);

test('a bot that has nothing to say says nothing, and the channel does not either', async () => {
  endpoint.answer = json({ action: 'forward' });
  const customer = await customerOf();
  await customer.acts(FOLLOW);
  const [event] = await customer.transcript();
  await historyAtRest(scenario.desk, greetingWorkflowId(event?.id ?? ''));
  expect(await handlers(customer)).toEqual(['trigger']);
  expect(lines(await customer.transcript())).toEqual(['* subscribe']);
});

test.each([
  ['is 500', json({}, 500)],
  ['is empty', says()],
  ['is HTML', (response) => response.end('<html>')],
  ['has 50 messages', says(...Array.from({ length: 50 }, () => 'x'))],
] as const satisfies readonly (readonly [string, Answer])[])(
  'where the answer %s, the channel’s own text greets',
  async (_what, answer) => {
    endpoint.answer = answer;
    const customer = await customerOf();
    await customer.acts(FOLLOW);
    await becomes(customer, '* subscribe', 'sent 欢迎关注');
    const [, greeting] = await customer.transcript();
    expect(greeting?.sender.kind).toBe('system');
  },
);

test('the text of a QR code comes before the bot', async () => {
  endpoint.answer = says('欢迎');
  const channel = await scenario.channel({ bot: { botId } });
  await scenario.desk.database.db.execute(
    sql`insert into qr_codes (id, channel_id, name, scene, kind, ticket, url, greeting)
        values (${`qr-${channel.channelId}`}, ${channel.channelId}, 'Door', 'door', 'permanent', 't', 'u', '门口见')`,
  );
  const customer = scenario.customer({ channel });
  await customer.acts(scan('door'));
  await becomes(customer, '* scan', 'sent 门口见');
  expect(await handlers(customer)).toEqual([]);
});

test('in an open conversation the bot is not told: the channel’s own text greets', async () => {
  endpoint.answer = says('请讲');
  const customer = await customerOf();
  await customer.writes();
  await becomes(customer, '> 你好', 'sent 请讲');
  await customer.acts(scan('door'));
  await becomes(customer, '> 你好', 'sent 请讲', '* scan', 'sent 又见面了');
  expect(await handlers(customer)).toEqual(['message']);
});

test('what comes when the contact has begun to write counts in the conversation', async () => {
  endpoint.answer = thinks(1_500, '欢迎');
  const customer = await customerOf();
  await customer.acts(FOLLOW);
  await eventually(async () => (await handlers(customer)).includes('trigger'), 'the bot is told');
  await customer.writes('有红茶吗？');
  await eventually(() => customer.received().length === 2, 'both arrive');
  await customer.rests();
  expect([...customer.received()].toSorted()).toEqual(['欢迎', '请讲'].toSorted());
  const { conversation } = await customer.conversation();
  expect(conversation).toMatchObject({ state: 'bot', consecutive: { sent: 2 } });
  const welcome = (await customer.transcript()).find(({ content }) => content['text'] === '欢迎');
  expect(welcome?.conversationId).toBe(conversation.id);
});

test('what comes when an operator attends does not leave any more', async () => {
  endpoint.answer = thinks(2_500, '欢迎');
  const customer = await customerOf();
  await customer.acts(FOLLOW);
  await eventually(async () => (await handlers(customer)).includes('trigger'), 'the bot is told');
  await customer.writes('有红茶吗？');
  expect((await customer.attend(LI)).type).toBe('accepted');
  const welcome = await eventually(
    async () => (await customer.transcript()).find(({ status }) => status === 'cancelled'),
    'it is cancelled',
  );
  expect(welcome).toMatchObject({ content: { text: '欢迎' }, error: { code: 'handed_over' } });
  await customer.isAnswered('您好');
  expect(customer.received()).not.toContain('欢迎');
});

test('no text gets into a history, and every history of these scenarios replays', async () => {
  endpoint.answer = says('一个秘密');
  const customer = await customerOf();
  await customer.acts(FOLLOW);
  await becomes(customer, '* subscribe', 'sent 一个秘密');
  const [event] = await customer.transcript();
  const history = await historyAtRest(scenario.desk, greetingWorkflowId(event?.id ?? ''));
  const text = JSON.stringify(history, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value,
  );
  expect(text).toContain('greetByBot');
  for (const secret of ['秘密', customer.openId]) expect(text).not.toContain(secret);
  await replayHistories(scenario.desk);
}, 60_000);
