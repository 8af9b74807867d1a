/** Open workflows of a real server, replayed against today's workflow code, and against code without them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sampleOpenRuns, upToLastTask } from '../../../src/temporal/deployment/live-histories';
import { replayLive } from '../../../src/temporal/deployment/replay-live';
import { conversationWorkflowId } from '../../../src/workflows/conversation/messages';
import { type Desk, startDesk } from '../../support/desk';
import { eventually } from '../../support/eventually';
import { type Customer, createScenario, LI, type Scenario } from '../../support/scenario';
import { eventNames, workflowBundle } from '../../support/scenario-replay';

let desk: Desk;
let scenario: Scenario;
let folder: string;
let waiting: Customer;
let answered: Customer;
let beingSent: Customer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'duihua-bundle-'));
  desk = await startDesk();
  scenario = createScenario(desk);
  waiting = scenario.customer();
  answered = scenario.customer();
  beingSent = scenario.customer();
  for (const customer of [waiting, answered, beingSent]) await customer.writes();
  await answered.attend(LI);
  await answered.isAnswered('sent');
  // Its history ends in the middle of a send attempt.
  scenario.fault(beingSent, { type: 'delay', ms: 4_000 });
  await beingSent.reply('on its way');
}, 60_000);
afterAll(async () => {
  await desk.close();
  rmSync(folder, { recursive: true });
});

const idOf = async (customer: Customer) => conversationWorkflowId(await customer.contactId());
const replay = (codePath: string, most = 100) => {
  const lines: string[] = [];
  const { client, taskQueue } = desk;
  const report = (line: string) => lines.push(line);
  return replayLive({ client, taskQueue, workflowBundle: { codePath }, most, report }).then((result) => ({
    ...result,
    lines,
  }));
};
const isListed = () =>
  eventually(async () => {
    const { open } = await sampleOpenRuns(desk.client, {
      type: 'conversation',
      taskQueue: desk.taskQueue,
      most: 9,
    });
    return open === 3;
  }, 'all are listed');

it('the histories of this build replay, even in the middle of a send', async () => {
  await isListed();
  const { replayed, leftOut, failures, lines } = await replay(workflowBundle().codePath);
  expect(failures).toEqual([]);
  expect([replayed, leftOut]).toEqual([3, 0]);
  expect(lines).toEqual([
    'conversation: 3 open, 3 of them are replayed',
    'greeting: 0 open, 0 of them are replayed',
    'fetchMedia: 0 open, 0 of them are replayed',
    'endpoint: 0 open, 0 of them are replayed',
    'lateDelivery: 0 open, 0 of them are replayed',
  ]);
});

it('for an incompatible build, the workflows that could not continue are listed, with the reason', async () => {
  const codePath = path.join(folder, 'changed.js');
  const code = readFileSync(workflowBundle().codePath, 'utf8');
  writeFileSync(codePath, code.replaceAll('deliverMessage', 'deliverTwice'));
  const { replayed, failures, lines } = await replay(codePath);
  expect(replayed).toBe(3);
  const ids = [await idOf(answered), await idOf(beingSent)].sort();
  expect(failures.map(({ workflowId }) => workflowId).sort()).toEqual(ids);
  for (const { runId, reason } of failures) {
    expect(runId).toMatch(/^[0-9a-f-]{36}$/);
    expect(reason).toMatch(/[Nn]ondeterminism|deliverMessage/);
  }
  expect(lines).toEqual(expect.arrayContaining(ids.map((id) => `${id} does not replay`)));
});

it('of many workflows a random sample is replayed', async () => {
  expect((await replay(workflowBundle().codePath, 2)).replayed).toBe(2);
  const drawn = new Set<string>();
  const values = [0, 0.34, 0.67, 0.99];
  for (const value of values) {
    const { runs, open } = await sampleOpenRuns(
      desk.client,
      { type: 'conversation', taskQueue: desk.taskQueue, most: 1 },
      () => value,
    );
    expect([runs.length, open]).toEqual([1, 3]);
    drawn.add(runs[0]?.workflowId ?? '');
  }
  expect(drawn.size).toBeGreaterThan(1);
});

it('a history ends with the commands of its last completed task', async () => {
  const history = await desk.client.workflow.getHandle(await idOf(answered)).fetchHistory();
  const events = history.events ?? [];
  for (let length = 1; length <= events.length; length += 1) {
    const names = eventNames(upToLastTask({ events: events.slice(0, length) }) ?? {});
    const last = names.lastIndexOf('workflowTaskCompleted');
    if (!eventNames({ events: events.slice(0, length) }).includes('workflowTaskCompleted')) {
      expect(names).toEqual([]);
      continue;
    }
    for (const name of names.slice(last + 1)) {
      expect(name).toMatch(
        /^(?:activityTaskScheduled|timer(?:Started|Canceled)|markerRecorded|upsert|workflowExecutionUpdate)/,
      );
    }
  }
  expect(upToLastTask({})).toBeNull();
});
