/** Each way in which the endpoint of a bot can fail, over real HTTP, from the contact's words to the hand-over. */
import { KEY, SECRET, stream } from '../../bots/asking';
import { addBot } from '../../support/add-bot';
import { SELF_SIGNED } from '../../support/certificate';
import { startDesk } from '../../support/desk';
import { type Answer, type Endpoint, json, startEndpoint } from '../../support/endpoint';
import { eventually } from '../../support/eventually';
import { type Customer, createScenario, lines, type Scenario } from '../../support/scenario';

const piece = { choices: [{ index: 0, delta: { content: '好' } }] };
const text = { type: 'text', text: 'x' };
const redirect =
  (location: string, status = 307): Answer =>
  (response) =>
    response.writeHead(status, { location }).end();
/** Begins a stream of events, and does nothing more. */
const stall: Answer = (response) =>
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': wait\n\n');

type Fault = readonly [what: string, kind: 'openai' | 'webhook', answer: Answer, detail: string];
const FAULTS: readonly Fault[] = [
  ['never begins', 'webhook', () => undefined, 'timeout'],
  ['stalls', 'webhook', stall, 'timeout'],
  ['ends early', 'openai', stream(piece), 'invalid_answer'],
  [
    'breaks off',
    'openai',
    (response) => response.writeHead(200).write('{', () => response.destroy()),
    'invalid_answer',
  ],
  ['is 10 MB', 'webhook', (response) => response.end('x'.repeat(10 * 1_048_576)), 'invalid_answer'],
  ['is a stream of 10 MB', 'openai', stream('data: x\n\n'.repeat(1_200_000)), 'invalid_answer'],
  ['is not JSON', 'webhook', (response) => response.end('<html>'), 'invalid_answer'],
  ['is a stream that is not JSON', 'openai', stream('data: {"choices": ['), 'invalid_answer'],
  ['has an error inside 200', 'openai', json({ error: { message: 'overloaded' } }), 'invalid_answer'],
  ['has an error inside its stream', 'openai', stream(piece, { error: {} }), 'invalid_answer'],
  ['is 401', 'openai', json({}, 401), 'http_401'],
  ['is 404', 'openai', json({}, 404), 'http_404'],
  ['is 429 for longer than anybody waits', 'openai', json({}, 429, { 'retry-after': '60' }), 'http_429'],
  ['is 429 once more after its pause', 'webhook', json({}, 429, { 'retry-after': '1' }), 'http_429'],
  ['is 500', 'webhook', json({}, 500), 'http_500'],
  ['redirects to a private address', 'webhook', redirect('http://10.0.0.1/'), 'unreachable'],
  ['redirects as browsers do', 'webhook', redirect('https://example.com/', 302), 'unreachable'],
  [
    'has 50 messages',
    'webhook',
    json({ messages: Array.from({ length: 50 }, () => text) }),
    'too_many_parts',
  ],
  ['has an unknown action', 'webhook', json({ dance: true }), 'invalid_answer'],
  [
    'has a message of an unknown type',
    'webhook',
    json({ messages: [{ type: 'sticker' }] }),
    'invalid_answer',
  ],
  [
    'has a file that is not the brand’s',
    'webhook',
    json({ messages: [text, { type: 'image', attachmentId: 'of-somebody-else' }] }),
    'invalid_answer',
  ],
  ['is empty', 'webhook', json({}), 'empty'],
  ['is an empty stream', 'openai', stream(), 'empty'],
  ['is refused for its content', 'openai', json({ error: { code: 'content_filter' } }, 400), 'moderated'],
];

let endpoint: Endpoint;
let scenario: Scenario;
let customers: readonly Customer[];

/** All wait at the same time: some faults take their time. */
beforeAll(async () => {
  endpoint = await startEndpoint((response, received) => {
    const [, index = ''] = received.path.split('/');
    FAULTS[Number(index)]?.[2](response, received);
  });
  scenario = createScenario(await startDesk());
  customers = await Promise.all(
    FAULTS.map(async ([, kind], index) => writesTo(await addBotAt(kind, `${endpoint.url}/${index}`))),
  );
}, 60_000);
afterAll(async () => {
  await scenario.desk.close();
  await endpoint.close();
});

function addBotAt(kind: Fault[1], url: string): Promise<string> {
  if (kind === 'webhook') return addBot(scenario.desk, 'webhook', { url }, { secret: SECRET });
  const model = { model: 'tea-1', systemPrompt: '', temperature: null, historyMessages: 12, vision: false };
  return addBot(scenario.desk, 'openai', { baseUrl: url, ...model }, { apiKey: KEY });
}

/** A customer who has written to a channel with this bot. */
async function writesTo(botId: string): Promise<Customer> {
  const customer = scenario.customer({ channel: await scenario.channel({ bot: { botId } }) });
  await customer.writes('你好');
  return customer;
}

async function isHandedOver(customer: Customer, detail: string): Promise<void> {
  const { handover } = await eventually(
    async () => {
      const { conversation } = await customer.conversation();
      return conversation.state === 'waiting' && conversation;
    },
    'it waits for people',
    25_000,
  );
  expect(handover).toMatchObject({ reason: 'bot_failed', detail });
  await customer.rests();
  expect(customer.received()).toEqual([]);
  expect(lines(await customer.transcript())).toEqual(['> 你好', '* handover']);
}

test.each(FAULTS.map(([what, kind, , detail], index) => ({ what, kind, detail, index })))(
  'an answer of $kind that $what hands over ($detail), and nothing of it leaves',
  async ({ detail, index }) => {
    const customer = customers[index];
    if (customer === undefined) throw new Error('Nobody has written.');
    await isHandedOver(customer, detail);
  },
  40_000,
);

test('a certificate that nobody vouches for is nobody to talk to', async () => {
  const secure = await startEndpoint(json({ messages: [text] }), SELF_SIGNED);
  await isHandedOver(await writesTo(await addBotAt('webhook', secure.url)), 'unreachable');
  expect(secure.received).toEqual([]);
  await secure.close();
});

test('a redirect to another host is followed without the key', async () => {
  const other = await startEndpoint(json({}, 401));
  const from = await startEndpoint(redirect(`${other.url}/chat/completions`, 308));
  await isHandedOver(await writesTo(await addBotAt('openai', from.url)), 'http_401');
  expect(from.received[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
  expect(other.received.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  await Promise.all([from.close(), other.close()]);
});

test('a refused connection is tried once more', async () => {
  const gone = await startEndpoint(json({}));
  await gone.close();
  await isHandedOver(await writesTo(await addBotAt('webhook', gone.url)), 'unreachable');
});
