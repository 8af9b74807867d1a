/**
 * `kill -9` of the desk, PostgreSQL and Temporal at once, while messages come in: everything acknowledged is there
 * afterwards.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { findLastingPort } from '../support/lasting-port';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';
import { descendantsOf, isAlive } from '../support/process-tree';
import { postWebhook, textXml } from '../support/process-webhook';

jest.setTimeout(300_000);

const MESSAGES = 200;
const CONTACTS = 20;
const AT_ONCE = 16;
/** Everything is killed after these shares of the messages. */
const KILLED_AFTER = [40, 110];

let desk: ProcessDesk;
beforeAll(async () => {
  const [temporal, ui] = await Promise.all([findLastingPort(), findLastingPort()]);
  desk = await createProcessDesk({
    isFresh: true,
    env: {
      // A separate Temporal server: the one of the test run is used by other tests.
      TEMPORAL_ADDRESS: '',
      TEMPORAL_NAMESPACE: 'default',
      TEMPORAL_PORT: String(temporal),
      TEMPORAL_UI_PORT: String(ui),
    },
  });
});
afterAll(() => desk.close());

/** A process of PostgreSQL may have ended by itself a moment ago. */
function killIfAlive(pid: number): void {
  if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}

test('everything is killed twice in the middle of 200 webhooks: nothing acknowledged is lost or duplicated', async () => {
  let program = await desk.start();
  const { account } = await desk.connect();
  const url = account.webhookUrl ?? '';
  // The desk reads their profiles from WeChat.
  for (let number = 0; number < CONTACTS; number += 1) {
    desk.simulator.addContact({ appId: account.appId, openId: `o-${number}` });
  }
  let answered = 0;
  const waiting = Array.from({ length: MESSAGES }, (_, number) => number);
  const deliver = async (): Promise<void> => {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
      const openId = `o-${number % CONTACTS}`;
      const text = `message ${number}`;
      const xml = textXml(account.originalId, openId, text, String(9_007_199_254_740_993n + BigInt(number)));
      const post = () => postWebhook(url, account.token, xml).catch(() => undefined);
      // WeChat repeats a delivery without an answer; here until it gets one, so that a repeat meets every state.
      let answer = await post();
      while (answer?.text !== 'success') {
        await sleep(200);
        answer = await post();
      }
      answered += 1;
      desk.recordWritten({ openId, text, acknowledged: true });
    }
  };
  const delivered = Promise.all(Array.from({ length: AT_ONCE }, deliver));
  for (const share of KILLED_AFTER) {
    await eventually(() => answered >= share, `${share} are answered`, 60_000);
    const all = [program.pid, ...descendantsOf(program.pid)];
    for (const pid of all) killIfAlive(pid);
    await eventually(() => !all.some(isAlive), 'everything is dead');
    program = await desk.start();
  }
  await delivered;
  expect(answered).toBe(MESSAGES);
  expect(await desk.violations({ isInOrder: false })).toEqual([]);
});
