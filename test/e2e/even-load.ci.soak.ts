/**
 * Three API and three worker processes behind a load balancer without affinity share the work nearly evenly: what comes in,
 * what is signalled, the steps of conversations, and what is sent. Who has done something is written in the histories, by
 * the process's id.
 */
import { createTestDatabaseUrl } from '../support/database';
import { findLastingPort } from '../support/lasting-port';
import type { DuihuaProcess } from '../support/process';
import { createProcessDesk, type ProcessDesk } from '../support/process-desk';
import { type RoundRobin, startRoundRobin } from '../support/round-robin';

jest.setTimeout(300_000);

const PROCESSES = 3;
/** A conversation stays with the worker that began it, so many of them are needed for even shares. */
const CONTACTS = 60;
/** Low, because with more of them on two busy cores the API gives replies up (503). */
const AT_ONCE = 9;
const TURNS = 5;
/** An even share would be a third. */
const LEAST_SHARE = 0.22;
const LARGEST_SHARE = 0.45;

let desk: ProcessDesk;
let balancer: RoundRobin;
const apis: DuihuaProcess[] = [];
const workers: DuihuaProcess[] = [];

beforeAll(async () => {
  desk = await createProcessDesk({ databaseUrl: await createTestDatabaseUrl() });
  const urls: string[] = [];
  for (let number = 0; number < PROCESSES; number += 1) {
    const port = number === 0 ? desk.port : await findLastingPort();
    urls.push(`http://127.0.0.1:${port}`);
    apis.push(desk.launch('api', { PORT: String(port) }));
    workers.push(desk.launch('worker'));
  }
  await Promise.all([
    ...apis.map((api) => api.prints(/the API listens/)),
    ...workers.map((worker) => worker.prints(/the worker runs/)),
  ]);
  balancer = await startRoundRobin(urls);
  await desk.connect({}, balancer.url);
}, 180_000);
afterAll(async () => {
  await balancer?.close();
  await desk?.close();
});

type Work = 'signals' | 'wishes' | 'workflow tasks' | 'activities';

/** How often each process (by id) has done each kind of work. */
async function countWork(): Promise<Record<Work, Map<number, number>>> {
  const work = { signals: new Map(), wishes: new Map(), 'workflow tasks': new Map(), activities: new Map() };
  const count = (kind: Work, identity: string | null | undefined): void => {
    const pid = Number(/^(\d+)@/.exec(identity ?? '')?.[1]);
    work[kind].set(pid, (work[kind].get(pid) ?? 0) + 1);
  };
  for await (const { workflowId, runId } of desk.temporal.workflow.list()) {
    const { events } = await desk.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
    for (const event of events ?? []) {
      const { workflowExecutionSignaledEventAttributes: signal, workflowTaskCompletedEventAttributes: task } =
        event;
      const { activityTaskStartedEventAttributes: activity } = event;
      const wish = event.workflowExecutionUpdateAcceptedEventAttributes;
      if (signal) count('signals', signal.identity);
      if (wish) count('wishes', wish.acceptedRequest?.meta?.identity);
      if (task) count('workflow tasks', task.identity);
      if (activity) count('activities', activity.identity);
    }
  }
  return work;
}

function sharesOf(
  processes: readonly DuihuaProcess[],
  counts: ReadonlyMap<number, number>,
): readonly number[] {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return processes.map(({ pid }) => (counts.get(pid) ?? 0) / all);
}

it(`${CONTACTS * TURNS} messages and replies are shared by all processes`, async () => {
  const contacts = Array.from({ length: CONTACTS }, (_, index) => `oEven${index + 1}`);
  const talk = async (openId: string): Promise<void> => {
    for (let turn = 1; turn <= TURNS; turn += 1) {
      await desk.writes(openId, `${openId} asks ${turn}`);
      const { id: conversationId } = await desk.conversation(openId);
      const text = `${openId} is answered ${turn}`;
      const answer = await desk.replies(openId, text, { to: balancer.url, conversationId });
      expect(answer?.status).toBe(201);
    }
  };
  const talkInTurn = async (first: number): Promise<void> => {
    for (let index = first; index < CONTACTS; index += AT_ONCE) await talk(contacts[index] ?? '');
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, first) => talkInTurn(first)));
  expect(await desk.violations()).toEqual([]);
  expect(desk.simulator.calls('custom/send')).toHaveLength(CONTACTS * TURNS);
  const work = await countWork();
  const shares = {
    signals: sharesOf(apis, work.signals),
    wishes: sharesOf(apis, work.wishes),
    'workflow tasks': sharesOf(workers, work['workflow tasks']),
    activities: sharesOf(workers, work.activities),
  };
  process.stdout.write(`Shares: ${JSON.stringify(shares)}\n`);
  const isUneven = (share: number): boolean => share < LEAST_SHARE || share > LARGEST_SHARE;
  const uneven = Object.entries(shares).filter(([, parts]) => parts.some(isUneven));
  expect(uneven).toEqual([]);
});
