/**
 * A desk that runs release 0.1.0 (its recorded build), with open conversations in every state, is upgraded to this tree
 * under load, in the order of docs/upgrading.md: its worker and ours run side by side, ours takes over, and then the APIs
 * are replaced one after another. Nothing is lost or doubled, and every conversation goes on to its end.
 */
import { createTestDatabaseUrl } from '../support/database';
import { type DeskLoad, startLoad } from '../support/desk-load';
import { failedTasksOf } from '../support/failed-tasks';
import { findLastingPort } from '../support/lasting-port';
import type { DuihuaProcess, Program } from '../support/process';
import { createProcessDesk, HOUR, type ProcessDesk } from '../support/process-desk';
import { type RecordedBuild, unpackBuild } from '../support/recorded-build';

jest.setTimeout(300_000);

const BUILD = '0.2.0-test';
const CROWD = Array.from({ length: 4 }, (_, index) => `oCrowd${index + 1}`);
/** Turns of the crowd in each phase. */
const TURNS = 10;
/** On a busy machine. */
const MOVED_WITHIN_MS = 120_000;
/** Of release 0.1.0: what its own states are called, by contact. */
const STATES = {
  oWaiting: 'waiting',
  oMissed: 'missed',
  oActive: 'active',
  oHolding: 'active',
  oRefused: 'active',
  oUncertain: 'active',
  oEnded: 'completed',
  oSlow: 'active',
} as const;
const CONTACTS = Object.keys(STATES);

let former: RecordedBuild;
let desk: ProcessDesk;
let load: DeskLoad;
let formerApi: DuihuaProcess;
let formerWorker: DuihuaProcess;
let ourWorker: DuihuaProcess;
let channel: Awaited<ReturnType<ProcessDesk['connect']>>;
let otherPort: string;

beforeAll(async () => {
  former = await unpackBuild('0.1.0');
  desk = await createProcessDesk({ databaseUrl: await createTestDatabaseUrl({ isEmpty: true }) });
  otherPort = String(await findLastingPort());
  formerApi = desk.launchFile(former.api);
  await formerApi.prints(/the API listens/);
  formerWorker = desk.launchFile(former.worker);
  await formerWorker.prints(/the worker runs/);
  channel = await desk.connect();
  await openConversations();
}, 180_000);
afterAll(() => desk?.close());

/** Brings one conversation into each state that release 0.1.0 knows. */
async function openConversations(): Promise<void> {
  for (const openId of CONTACTS) await desk.writes(openId, `${openId} writes first`);
  for (const openId of CONTACTS) {
    const isAnswered = STATES[openId as keyof typeof STATES] === 'active';
    if (isAnswered) expect((await desk.replies(openId, `${openId} is greeted`))?.status).toBe(201);
  }
  for (const number of [2, 3, 4, 5]) await desk.replies('oHolding', `fills place ${number}`);
  expect((await holds('oHolding', 'is held')).status).toBe(201);
  await desk.conversation('oMissed');
  await desk.waits('oMissed', HOUR / 30);
  await desk.waits('oEnded', 49 * HOUR);
  const { simulator } = desk;
  const once = { operation: 'custom/send', times: 1 } as const;
  simulator.addFault({ ...once, openId: 'oRefused', effect: { type: 'errcode', errcode: 45002 } });
  await desk.replies('oRefused', 'is refused');
  simulator.addFault({ ...once, openId: 'oUncertain', effect: { type: 'drop_answer' } });
  await desk.replies('oUncertain', 'may have arrived');
}

async function holds(openId: string, text: string) {
  const { id } = await desk.conversation(openId);
  return desk.call('POST', `/conversations/${id}/messages`, { type: 'text', text, whenBlocked: 'hold' });
}

async function run(program: Program, ...args: readonly string[]) {
  const launched = desk.launch(program, {}, args);
  const { code } = await launched.ended;
  return { code, output: launched.output() };
}

async function startOurWorker(): Promise<void> {
  ourWorker = desk.launch('worker', { WORKER_BUILD_ID: BUILD });
  await ourWorker.prints(/the worker runs/);
}

/** The builds that have completed workflow tasks of the contact's conversation; null: 0.1.0 has none. */
async function buildsOf(openId: string): Promise<ReadonlySet<string | null>> {
  const { workflow } = await desk.conversation(openId);
  const { events } = await desk.temporal.workflow.getHandle(workflow.workflowId).fetchHistory();
  return new Set(
    (events ?? []).flatMap(({ workflowTaskCompletedEventAttributes: task }) =>
      task ? [task.deploymentVersion?.buildId ?? null] : [],
    ),
  );
}

it('starts with open conversations in every state that 0.1.0 knows', async () => {
  for (const [openId, state] of Object.entries(STATES))
    await desk.conversation(openId, (one) => one.state === state);
  await desk.settles('oHolding', 'is held', ['held']);
  await desk.settles('oRefused', 'is refused', ['failed']);
  await desk.settles('oUncertain', 'may have arrived', ['unknown']);
  load = startLoad(desk, { contacts: CROWD, pauseMs: 300 });
  await load.passes(TURNS);
});

it('our build replays them before it is rolled out', async () => {
  expect(await run('replay', '--all')).toEqual({ code: 0, output: expect.stringMatching(/All \d+ replay/) });
});

it('our worker migrates the database and runs beside the former one, which still gets all work', async () => {
  await startOurWorker();
  await load.passes(TURNS);
  for (const openId of CROWD) expect([...(await buildsOf(openId))]).toEqual([null]);
});

it('before it is promoted, the upgrade is taken back: 0.1.0 goes on with the migrated database, and starts on it', async () => {
  expect(await ourWorker.end('SIGTERM')).toEqual({ code: 0, signal: null });
  await load.passes(TURNS);
  await formerWorker.end('SIGKILL');
  formerWorker = desk.launchFile(former.worker);
  await formerWorker.prints(/the worker runs/);
  await load.passes(TURNS);
  expect((await desk.replies('oActive', 'is answered by 0.1.0 again'))?.status).toBe(201);
  await desk.writes('oBetween', 'writes first while it is taken back');
  expect((await desk.replies('oBetween', 'is greeted by 0.1.0'))?.status).toBe(201);
  for (const openId of [...CROWD, 'oActive', 'oBetween'])
    expect([...(await buildsOf(openId))]).toEqual([null]);
  expect(await failedTasksOf(desk)).toEqual([]);
  await startOurWorker();
});

it('is promoted while a reply is on its way and others wait behind it; the former worker ends', async () => {
  const slowly = { type: 'delay', ms: 3_000 } as const;
  desk.simulator.addFault({ operation: 'custom/send', openId: 'oSlow', times: 1, effect: slowly });
  const texts = ['first', 'second', 'third'].map((number) => `${number} behind a slow one`);
  const slow = Promise.all(texts.map((text) => desk.replies('oSlow', text)));
  for (const text of texts) await desk.settles('oSlow', text, ['queued', 'sending']);
  expect(await run('promote', BUILD)).toEqual({ code: 0, output: expect.stringContaining('is current now') });
  expect(await formerWorker.end('SIGTERM')).toEqual({ code: 0, signal: null });
  expect((await slow).map((answer) => answer?.status)).toEqual([201, 201, 201]);
  for (const text of texts) await desk.settles('oSlow', text, ['sent']);
  // Each moves with its next step.
  const moved = async () => Promise.all(CROWD.map(async (openId) => (await buildsOf(openId)).has(BUILD)));
  const until = Date.now() + MOVED_WITHIN_MS;
  do await load.passes(TURNS);
  while ((await moved()).includes(false) && Date.now() < until);
  expect(await moved()).toEqual(CROWD.map(() => true));
});

it('the APIs are replaced one after another', async () => {
  const other = `http://127.0.0.1:${otherPort}`;
  const first = desk.launch('api', { PORT: otherPort });
  await first.prints(/the API listens/);
  load.aimAt([desk.url, other]);
  await load.passes(TURNS);
  load.aimAt([other]);
  deliversTo(other);
  await load.passes(CROWD.length);
  expect(await formerApi.end('SIGTERM')).toEqual({ code: 0, signal: null });
  const second = desk.launch('api');
  await second.prints(/the API listens/);
  load.aimAt([desk.url, other]);
  await load.passes(TURNS);
  deliversTo(desk.url);
  load.aimAt([desk.url]);
  expect(await first.end('SIGTERM')).toEqual({ code: 0, signal: null });
});

it('conversations of every state go on', async () => {
  for (const openId of CONTACTS) {
    await desk.writes(openId, `${openId} writes after the upgrade`);
    const { id } = await desk.conversation(openId, ({ state }) => state !== 'completed');
    const answer = await desk.replies(openId, `${openId} is answered after the upgrade`, {
      conversationId: id,
    });
    expect([openId, answer?.status]).toEqual([openId, 201]);
    await desk.settles(openId, `${openId} is answered after the upgrade`, ['sent']);
  }
  await desk.settles('oHolding', 'is held', ['sent']);
});

it('an API of 0.1.0 starts on the migrated database and works beside our worker', async () => {
  const other = `http://127.0.0.1:${otherPort}`;
  formerApi = desk.launchFile(former.api, { PORT: otherPort });
  await formerApi.prints(/the API listens/);
  deliversTo(other);
  load.aimAt([other]);
  await load.passes(TURNS);
  for (const openId of CONTACTS) {
    expect((await desk.timeline(openId, other)).length).toBeGreaterThan(2);
  }
});
it('nothing was lost, sent twice or out of order, and every conversation comes to its end', async () => {
  const statuses = await load.stop();
  // 503 is allowed while workers change: nothing was accepted.
  expect([...statuses.keys()].filter((status) => ![201, 503].includes(status))).toEqual([]);
  expect(await desk.violations({ alsoOver: `http://127.0.0.1:${otherPort}` })).toEqual([]);
  expect(await failedTasksOf(desk)).toEqual([]);
  for (const openId of [...CONTACTS, 'oBetween', ...CROWD]) {
    const { id } = await desk.conversation(openId);
    expect((await desk.call('POST', `/conversations/${id}/complete`)).status).toBe(200);
    await desk.conversation(openId, ({ state }) => state === 'completed');
  }
});

function deliversTo(url: string): void {
  const webhookUrl = `${url}/webhooks/wechat/${channel.channelId}`;
  desk.simulator.updateAccount(channel.account.appId, { webhookUrl });
}
