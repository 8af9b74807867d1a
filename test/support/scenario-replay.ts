/** Histories of test desks: fetched from the server, replayed against the current bundle, written to files. */
import type { History } from '@temporalio/common/lib/proto-utils';
import { Worker } from '@temporalio/worker';
import type { Desk } from './desk';
import { eventually } from './eventually';
import { quietRuntime } from './scenario-runtime';

export type RunHistory = { readonly workflowId: string; readonly runId: string; readonly history: History };

/** The workflow bundle of this test run. */
export const workflowBundle = (): { codePath: string } => ({
  codePath: process.env['DUIHUA_TEST_WORKFLOW_BUNDLE'] ?? '',
});

/** The histories of all runs of a chain that are still linked, the oldest first. */
export async function historiesOf(desk: Desk, workflowId: string, runId?: string): Promise<RunHistory[]> {
  const handle = desk.client.workflow.getHandle(workflowId, runId);
  const history = await handle.fetchHistory();
  const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
  const before = started?.continuedExecutionRunId;
  const own = { workflowId, runId: started?.originalExecutionRunId ?? runId ?? '', history };
  return [...(before ? await historiesOf(desk, workflowId, before) : []), own];
}

/** Replays every history that the desk's workflows have made so far. */
export async function replayHistories(desk: Desk): Promise<void> {
  const histories: RunHistory[] = [];
  const query = `TaskQueue = "${desk.taskQueue}"`;
  for await (const { workflowId, runId } of desk.client.workflow.list({ query })) {
    const history = await historyAtRest(desk, workflowId, runId);
    histories.push({ workflowId, runId, history });
  }
  expect(histories.length).toBeGreaterThan(0);
  await replay(histories);
}

/** A history whose last task and activities are over: a replay would carry out unfinished ones. */
export async function historyAtRest(desk: Desk, workflowId: string, runId?: string): Promise<History> {
  const handle = desk.client.workflow.getHandle(workflowId, runId);
  let last: History = {};
  try {
    return await eventually(
      async () => {
        last = await handle.fetchHistory();
        return isAtRest(last) && last;
      },
      'at rest',
      20_000,
    );
  } catch {
    throw new Error(`The workflow did not come to rest:\n${eventNames(last).slice(-20).join('\n')}`);
  }
}

function isAtRest(history: History): boolean {
  const names = eventNames(history);
  if (names.at(-1) === 'workflowExecutionTerminated') return true;
  const isOver = names.lastIndexOf('workflowTaskScheduled') < names.lastIndexOf('workflowTaskCompleted');
  const count = (name: string): number => names.filter((one) => one === name).length;
  const ends = ['Completed', 'Failed', 'TimedOut', 'Canceled'].map((end) => count(`activityTask${end}`));
  return isOver && count('activityTaskScheduled') === ends.reduce((sum, one) => sum + one, 0);
}

/** The kinds of a history's events, in order: `workflowTaskScheduled`, `timerStarted` … */
export function eventNames({ events }: History): readonly string[] {
  return (events ?? []).map((event) => {
    const name = Object.keys(event).find((key) => key.endsWith('EventAttributes') && key !== 'eventType');
    return (name ?? '').replace('EventAttributes', '');
  });
}

/**
 * A history as readable JSON, without what names the machine: bytes as text (they hold JSON), numbers as numbers. The
 * SDK's own conversion needs one copy of protobufjs in the whole installation.
 */
export function serializeHistory(history: History): string {
  const plain = (key: string, value: unknown): unknown => {
    if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('utf8') };
    // It names folders of the machine, and replays do not read it.
    if (key === 'stackTrace') return '';
    // Sticky task queues are named after the process, too.
    if (key === 'identity' || (typeof value === 'string' && /^\d+@/.test(value))) return 'worker';
    return isLong(value) ? value.toNumber() : value;
  };
  const walk = (key: string, value: unknown): unknown => {
    const flat = plain(key, value);
    if (flat !== value || typeof flat !== 'object' || flat === null) return flat;
    if (Array.isArray(flat)) return flat.map((item) => walk(key, item));
    return Object.fromEntries(Object.entries(flat).map(([name, item]) => [name, walk(name, item)]));
  };
  return `${JSON.stringify(walk('', history), null, 1)}\n`;
}

/** Reads what `serializeHistory` wrote. */
export function parseHistory(json: string): History {
  return JSON.parse(json, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && '$bytes' in value
      ? Buffer.from(String(value.$bytes))
      : value,
  ) as History;
}

function isLong(value: unknown): value is { toNumber(): number } {
  return typeof value === 'object' && value !== null && 'toNumber' in value;
}

/** Fails at the first history that the current bundle does not replay. */
export async function replay(histories: readonly ReplayedHistory[]): Promise<void> {
  for (const [workflowId, error] of await replayAll(histories)) {
    if (error !== undefined)
      throw new Error(`The history of ${workflowId} does not replay`, { cause: error });
  }
}

type ReplayedHistory = { readonly workflowId: string; readonly history: History };

/** Replays all of them in one worker, which takes longer to start than most histories; by id, what went wrong. */
export async function replayAll(
  histories: readonly ReplayedHistory[],
): Promise<ReadonlyMap<string, Error | undefined>> {
  quietRuntime();
  const results = Worker.runReplayHistories(
    { workflowBundle: workflowBundle(), replayName: 'scenarios' },
    histories,
  );
  let count = 0;
  const outcomes = new Map<string, Error | undefined>();
  for await (const { workflowId, error } of results) {
    outcomes.set(workflowId, outcomes.get(workflowId) ?? error);
    count += 1;
  }
  expect(count).toBe(histories.length);
  return outcomes;
}
