/** The bots in `examples/`, as their own processes, in conversations. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { makeSiqKeys } from '../../../src/platform/secrets/siq-keys';
import { SECRET } from '../../bots/asking';
import { addBot } from '../../support/add-bot';
import { startDesk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { createScenario, type Scenario } from '../../support/scenario';

let scenario: Scenario;
const running: ChildProcess[] = [];
beforeAll(async () => {
  scenario = createScenario(await startDesk());
}, 60_000);
afterAll(async () => {
  for (const one of running) one.kill();
  await scenario.desk.close();
});

/** Starts an example; resolves with its address when it listens. */
async function start(file: string, env: Readonly<Record<string, string>>): Promise<string> {
  const program = path.resolve(__dirname, '../../../examples', file);
  const child = spawn(process.execPath, [program], {
    env: { ...env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const port = await eventually(() => /listening on (\d+)/.exec(said)?.[1], 'it listens');
  return `http://127.0.0.1:${port}`;
}
const customerOf = async (botId: string) => {
  const channel = await scenario.channel({ bot: { botId } });
  return scenario.customer({ channel });
};

test('the webhook bot answers what is signed with its secret, and hands over', async () => {
  const url = await start('webhook-bot.mjs', { WEBHOOK_SECRET: SECRET });
  const customer = await customerOf(await addBot(scenario.desk, 'webhook', { url }, { secret: SECRET }));
  await customer.writes('hello');
  await eventually(() => customer.received().includes('You wrote: hello'), 'it answers');
  await customer.writes('I want a refund');
  await customer.becomes('waiting');
  const notes = (await customer.transcript()).filter(({ direction }) => direction === 'note');
  expect(notes.map(({ content }) => content['text'])).toEqual(['Asked for: I want a refund']);
  const wrong = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
  const other = await customerOf(await addBot(scenario.desk, 'webhook', { url }, { secret: wrong }));
  await other.writes('hello');
  await other.becomes('waiting');
  expect((await other.conversation()).conversation.handover).toMatchObject({ detail: 'http_401' });
});

test('the SalesIQ bot greets, offers its topics as a menu, answers a tap, and sends its visitor on', async () => {
  const { publicKey, privateKey } = await makeSiqKeys();
  const url = await start('salesiq-bot.mjs', { PUBLIC_KEY: publicKey });
  const customer = await customerOf(await addBot(scenario.desk, 'salesiq', { url }, { privateKey }));
  await customer.acts({ event: 'subscribe', eventKey: '' });
  await eventually(() => customer.received().includes('Hello!'), 'it greets who follows');
  await customer.writes('hello');
  const [, first] = await scenario.desk.simulator.waitForReceived(customer.openId, 2, 15_000);
  const menu = (first?.body ?? {}) as { msgmenu?: { list: readonly { id: string; content: string }[] } };
  const list = menu.msgmenu?.list ?? [];
  expect(list.map(({ content }) => content)).toEqual(['Opening', 'Delivery', 'Person']);
  await customer.sends({ type: 'text', text: 'Delivery', bizmsgmenuid: list[1]?.id ?? '' });
  const received = await scenario.desk.simulator.waitForReceived(customer.openId, 3, 15_000);
  expect(received[2]?.body).toMatchObject({ text: { content: 'Tea arrives within three days.' } });
  await customer.writes('Person');
  await customer.becomes('waiting');
});
