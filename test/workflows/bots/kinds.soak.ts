/** Bots of each kind, from the contact's words to the phone: asked at stand-ins over real HTTP, through the worker. */
import { OWN_MENU_IDS } from '../../../src/domain/bots/menu-ids';
import { SYSTEM } from '../../../src/store/people/audit-log';
import { KEY, SECRET, stream } from '../../bots/asking';
import { addBot } from '../../support/add-bot';
import { startDesk } from '../../support/desk';
import { type Endpoint, json, startEndpoint } from '../../support/endpoint';
import { eventually } from '../../support/eventually';
import { amrTone } from '../../support/sample-files';
import { type Customer, createScenario, LI, type Scenario } from '../../support/scenario';

let endpoint: Endpoint;
let scenario: Scenario;
beforeAll(async () => {
  endpoint = await startEndpoint(json({}));
  scenario = createScenario(await startDesk());
}, 60_000);
afterAll(async () => {
  await scenario.desk.close();
  await endpoint.close();
});

/** A customer of a channel with this bot. */
async function customerOf(botId: string, settings: object = {}): Promise<Customer> {
  const channel = await scenario.channel({ bot: { botId, ...settings } });
  return scenario.customer({ channel });
}
const openAi = (more: object = {}) =>
  addBot(
    scenario.desk,
    'openai',
    {
      baseUrl: `${endpoint.url}/v1`,
      model: 'tea-1',
      systemPrompt: 'Be kind.',
      temperature: null,
      historyMessages: 12,
      vision: false,
      ...more,
    },
    { apiKey: KEY },
  );
const webhook = () => addBot(scenario.desk, 'webhook', { url: endpoint.url }, { secret: SECRET });
const text = (words: string) => ({ type: 'text', text: words });
/** What reached the phone, as WeChat was told. */
const bodies = async (customer: Customer, count: number) => {
  const received = await scenario.desk.simulator.waitForReceived(customer.openId, count, 15_000);
  return received.map(({ body }) => body);
};
const asked = (index = -1) =>
  JSON.parse(endpoint.received.filter(({ body }) => body !== '').at(index)?.body ?? '{}') as Record<
    string,
    never
  >;
const says = (text: string) =>
  stream(
    { choices: [{ index: 0, delta: { content: text } }] },
    { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    'data: [DONE]',
  );

test('a model: its stream becomes WeChat’s text with the AI label; the next turn knows what was said', async () => {
  endpoint.answer = says('<think>hm</think>**红茶** 30 元\n\n![杯](https://127.0.0.1:1/cup.png)');
  const customer = await customerOf(await openAi());
  await customer.writes('红茶多少钱？');
  const [first] = await bodies(customer, 1);
  expect(first).toMatchObject({
    msgtype: 'text',
    text: { content: '红茶 30 元\n\n杯 https://127.0.0.1:1/cup.png' },
    aimsgcontext: { is_ai_msg: 1 },
  });
  endpoint.answer = says('好的');
  await customer.writes('好');
  await bodies(customer, 2);
  expect(asked()).toMatchObject({
    stream: true,
    messages: [
      { role: 'system', content: 'Be kind.' },
      { role: 'user', content: '红茶多少钱？' },
      { role: 'assistant', content: expect.stringContaining('红茶 30 元') },
      { role: 'user', content: '好' },
    ],
  });
  await customer.rests();
  const rows = (await customer.transcript()).filter(({ direction }) => direction === 'outbound');
  expect(rows.map(({ status, sender, content }) => [status, sender.kind, content['aiLabel']])).toEqual([
    ['sent', 'bot', true],
    ['sent', 'bot', true],
  ]);
});

test('a voice message is put into words, which are shown with it; without a service for that it hands over', async () => {
  const transcription = { baseUrl: `${endpoint.url}/v1`, model: 'ears-1' };
  const customer = await customerOf(await openAi({ transcription }));
  endpoint.answer = (response, received) =>
    received.path.endsWith('/audio/transcriptions')
      ? json({ text: '我要红茶' })(response, received)
      : says('马上来')(response, received);
  await customer.sends({ type: 'voice', base64: amrTone(1).toString('base64') });
  await bodies(customer, 1);
  expect(customer.received()).toEqual(['马上来']);
  expect(asked()).toMatchObject({ messages: [{}, { role: 'user', content: '我要红茶' }] });
  const [voice] = await customer.transcript();
  expect(voice?.content['recognition']).toBe('我要红茶');

  const unheard = await customerOf(await openAi());
  await unheard.sends({ type: 'voice', base64: amrTone(1).toString('base64') });
  await unheard.isFiled();
  await unheard.becomes('waiting');
  expect((await unheard.conversation()).conversation.handover).toMatchObject({ reason: 'voice' });
  const recognized = await customerOf(await openAi());
  await recognized.sends({ type: 'voice', base64: amrTone(1).toString('base64'), recognition: '绿茶' });
  await bodies(recognized, 1);
  expect(asked()).toMatchObject({ messages: [{}, { content: '绿茶' }] });
});

test('a bot of rules: each choice of its menu has a number that the contact has once, and a tap finds its rule', async () => {
  const menu = (head: string) => ({
    type: 'msgmenu',
    head,
    items: [
      { id: 'price', text: '价格' },
      { id: 'person', text: '人工' },
    ],
  });
  const rules = [
    { id: 'price', when: { menuId: 'price' }, reply: [{ type: 'text', text: '30 元' }], then: 'stay' },
    { id: 'person', when: { menuId: 'person' }, reply: [{ type: 'text', text: '请稍等' }], then: 'handover' },
    { id: 'menu', when: { any: true }, reply: [menu('您好')], then: 'stay' },
  ];
  const customer = await customerOf(await addBot(scenario.desk, 'rules', { rules }));
  await customer.writes('你好');
  await bodies(customer, 1);
  await customer.writes('再说一次');
  const menus = (await bodies(customer, 2)).map(
    (body) => (body as { msgmenu: { list: { id: string; content: string }[] } }).msgmenu.list,
  );
  expect(menus.flat().map(({ id }) => Number(id) - OWN_MENU_IDS.first)).toEqual([0, 1, 2, 3]);
  const [price] = menus[0] ?? [];
  await customer.sends({ type: 'text', text: '价格', bizmsgmenuid: price?.id ?? '' });
  expect((await bodies(customer, 3)).at(2)).toMatchObject({ text: { content: '30 元' } });
  await customer.sends({ type: 'text', text: '人工', bizmsgmenuid: menus[1]?.[1]?.id ?? '' });
  await customer.becomes('waiting');
  expect((await customer.conversation()).conversation.handover).toMatchObject({ reason: 'asked_by_bot' });
  expect((await bodies(customer, 4)).at(3)).toMatchObject({ text: { content: '请稍等' } });
});

test('a webhook: asked in our words; its note is for whoever takes over', async () => {
  endpoint.answer = json({
    messages: [{ type: 'text', text: '转给同事' }],
    handover: { note: 'Wants a refund.' },
  });
  const customer = await customerOf(await webhook());
  await customer.writes('退款');
  await customer.becomes('waiting');
  await bodies(customer, 1);
  const contactId = await customer.contactId();
  expect(asked()).toMatchObject({
    type: 'bot.message',
    data: {
      conversation: { turn: 1 },
      contact: { id: contactId },
      messages: [{ type: 'text', text: '退款' }],
      remaining: 4,
      replyUrl: expect.stringMatching(/^http:\/\/desk\.example\.com\/api\/v1\/bots\/replies\/[\w-]+$/),
    },
  });
  const notes = (await customer.transcript()).filter(({ direction }) => direction === 'note');
  expect(notes.map(({ content, sender }) => [content['text'], sender.kind])).toEqual([
    ['Wants a refund.', 'bot'],
  ]);
  expect(JSON.stringify((await bodies(customer, 1))[0])).not.toContain('aimsgcontext');
});

test('Dify: its conversation goes on from turn to turn', async () => {
  const bot = await addBot(scenario.desk, 'dify', { baseUrl: endpoint.url, inputs: {} }, { apiKey: KEY });
  endpoint.answer = stream(
    { event: 'message', answer: '你好', conversation_id: 'd-1' },
    { event: 'message_end', conversation_id: 'd-1' },
  );
  const customer = await customerOf(bot);
  await customer.writes('你好');
  await bodies(customer, 1);
  expect(asked()).toMatchObject({ query: '你好', conversation_id: '' });
  await customer.writes('再见');
  await bodies(customer, 2);
  expect(asked()).toMatchObject({ query: '再见', conversation_id: 'd-1' });
});

test('Dify: a failed turn does not end its conversation; its own 404 does, and a new one begins once', async () => {
  const bot = await addBot(scenario.desk, 'dify', { baseUrl: endpoint.url, inputs: {} }, { apiKey: KEY });
  const answers = (id: string) =>
    stream(
      { event: 'message', answer: '好', conversation_id: id },
      { event: 'message_end', conversation_id: id },
    );
  endpoint.answer = answers('d-1');
  const customer = await customerOf(bot);
  await customer.writes('你好');
  await bodies(customer, 1);
  endpoint.answer = json({}, 500);
  await customer.writes('红茶');
  await customer.becomes('waiting');
  await customer.attend(LI);
  await customer.handback(LI);
  endpoint.answer = answers('d-1');
  await customer.writes('绿茶');
  await bodies(customer, 2);
  expect(asked()).toMatchObject({ query: '绿茶', conversation_id: 'd-1' });
  const before = endpoint.received.length;
  const forgotten = json({ code: 'not_found', message: 'Conversation Not Exists.', status: 404 }, 404);
  endpoint.answer = (response, received) =>
    (received.body.includes('d-1') ? forgotten : answers('d-2'))(response, received);
  await customer.writes('再见');
  await bodies(customer, 3);
  const ids = endpoint.received
    .slice(before)
    .map(({ body }) => (JSON.parse(body) as { conversation_id: string }).conversation_id);
  expect(ids).toEqual(['d-1', '']);
});

test('SalesIQ: a bot that sends its visitor on, and one that knows that nobody is there', async () => {
  const bot = await addBot(scenario.desk, 'salesiq', { url: endpoint.url });
  endpoint.answer = json({ action: 'forward', replies: ['One moment'] });
  const sentOn = await customerOf(bot);
  await sentOn.writes('hello');
  await sentOn.becomes('waiting');
  await eventually(() => sentOn.received().includes('One moment'), 'its words arrive');
  expect(asked()).toMatchObject({ handler: 'message', operation: 'chat', visitor: { channel: 'WeChat' } });
  endpoint.answer = json({ action: 'operator_busy', replies: ['Nobody is here'] });
  const busy = await customerOf(bot);
  await busy.writes('hello');
  await busy.becomes('missed');
  await eventually(() => busy.received().includes('Nobody is here'), 'its words arrive');
});

test('a webhook that answers later: the next message is asked at once, and nobody is called', async () => {
  endpoint.answer = json({ messages: [text('Let me look.')], pending: true });
  const customer = await customerOf(await webhook());
  await customer.writes('Where is my parcel?');
  await bodies(customer, 1);
  const addressOf = () => (asked() as { readonly data?: { readonly replyUrl: string } }).data?.replyUrl;
  const first = addressOf();
  endpoint.answer = json({ messages: [text('Anything else?')] });
  await customer.writes('And the other one?');
  await bodies(customer, 2);
  expect(customer.received()).toEqual(['Let me look.', 'Anything else?']);
  expect(asked()).toMatchObject({ data: { conversation: { turn: 2 } } });
  // Each turn has an address of its own for a later answer.
  expect(addressOf()).not.toBe(first);
  await customer.rests();
  expect((await customer.conversation()).conversation).toMatchObject({ state: 'bot', bot: { asking: null } });
});

test('several messages of a webhook are one place each; the rest leaves when the contact asks for it', async () => {
  endpoint.answer = json({ messages: ['1', '2', '3', '4', '5'].map(text) });
  const customer = await customerOf(await webhook());
  await customer.writes('hello');
  await bodies(customer, 4);
  await customer.rests();
  expect(customer.received()).toEqual(['1', '2', '3', '4\n\n回复任意内容查看余下内容']);
  const count = endpoint.received.length;
  await customer.writes('继续');
  await bodies(customer, 5);
  expect(customer.received().at(-1)).toBe('5');
  expect(endpoint.received).toHaveLength(count);
});

test('a bot that is deleted while it is asked hands over, and its channel begins without one', async () => {
  endpoint.answer = (response) =>
    setTimeout(() => response.end('{"messages": [{"type": "text", "text": "late"}]}'), 6_000);
  const bot = await webhook();
  const channel = await scenario.channel({ bot: { botId: bot } });
  const customer = scenario.customer({ channel });
  await customer.writes('hello');
  await eventually(async () => (await customer.conversation()).conversation.bot?.asking, 'the bot is asked');
  await scenario.desk.services.botting.bots.remove(bot, SYSTEM);
  await customer.becomes('waiting');
  await customer.rests();
  expect((await customer.conversation()).conversation).toMatchObject({
    handover: { reason: 'bot_removed' },
    bot: { isRemoved: true },
  });
  expect(customer.received()).toEqual([]);
  const next = scenario.customer({ channel });
  await next.writes('hello');
  await next.becomes('waiting');
  expect((await next.conversation()).conversation.hasBot).toBe(false);
});
