/** One run, from an empty folder to a verdict. Bounded in time, and nothing is left running. */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { judge, type Verdict } from './check/judge';
import { type Desk, type DeskOptions, startDesk } from './desk/desk';
import {
  comeToRest,
  comeToTell,
  countFailing,
  gather,
  keepHistories,
  pausedChannels,
  waitForOutbox,
} from './gather';
import type { ContactState, Injected, RunHistory } from './history';
import { heal, runLane } from './inject';
import { findLeaks } from './leaks';
import { type LoadOptions, startLoad } from './load/load';
import { type PlanOptions, planFaults } from './plan';

export type RunOptions = Omit<PlanOptions, 'hasSmallDisk'> &
  LoadOptions &
  DeskOptions & {
    /** The machine's load average before the run and what prepares it. */
    readonly loadBefore: number;
    /** Told what happens. */
    readonly say: (line: string) => void;
  };

export type Run = {
  readonly history: RunHistory;
  readonly verdict: Verdict;
  /** From the last fault to rest, ms. */
  readonly restMs: number;
  readonly left: readonly string[];
};

/** Before the first fault: conversations open. */
const WARM_UP_MS = 5_000;
/** What a dead process had in hand is looked for once a minute. */
const RESTS_WITHIN_MS = 240_000;
/** So many conversations at a time are told of, and a busy machine tells slowly. */
const TOLD_WITHIN_MS = 180_000;
/** What changed while the timelines were read has to reach the event streams. */
const STREAMED_WITHIN_MS = 5_000;
/** Starting, reading everything, ending: with much to spare. */
const OVERHEAD_MS = 480_000;

/** Runs, judges, and ends everything. */
export async function run(options: RunOptions): Promise<Run> {
  const { say } = options;
  let desk: Desk | undefined;
  const limitMs = options.minutes * 60_000 + RESTS_WITHIN_MS + TOLD_WITHIN_MS + OVERHEAD_MS;
  const watchdog = setTimeout(() => {
    say(`The run did not end within ${limitMs / 1_000} s, and is ended.`);
    desk?.killEverything();
    process.exit(3);
  }, limitMs);
  const interrupt = (): void => {
    say('Ending everything …');
    desk?.killEverything();
    process.exit(130);
  };
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    say(`Starting the desk (${cpus().length} cores) …`);
    desk = await startDesk(options);
    return await runOn(desk, options);
  } catch (error) {
    say(`The run failed: ${String(error)}`);
    throw error;
  } finally {
    await desk?.close();
    clearTimeout(watchdog);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function runOn(desk: Desk, options: RunOptions): Promise<Run> {
  const { say, minutes } = options;
  const lanes = planFaults({ ...options, hasSmallDisk: desk.smallDisk !== null });
  const left = desk.smallDisk === null ? ['disk-full: this user may not mount a small disk'] : [];
  const startedAt = Date.now();
  const load = await startLoad(desk, options);
  await sleep(WARM_UP_MS);
  const injected: Injected[] = [];
  const endsAt = Date.now() + minutes * 60_000;
  let busiest = 0;
  const ticker = setInterval(() => {
    busiest = Math.max(busiest, (loadavg()[0] ?? 0) / cpus().length);
    const seconds = Math.round((endsAt - Date.now()) / 1_000);
    say(`${Math.max(0, seconds)} s to go: ${injected.length} faults, ${load.operations.length} operations`);
  }, 30_000);
  try {
    const isOver = (): boolean => Date.now() > endsAt;
    const work = lanes.map((lane) => runLane(desk, load, lane, injected, isOver, say));
    await Promise.all([...work, sleep(endsAt - Date.now())]);
  } finally {
    clearInterval(ticker);
  }
  await heal(desk);
  const healedAt = Date.now();
  await load.stop();
  // Whatever happens from here on: what clients saw is kept.
  const seen = { startedAt, operations: load.operations, injected, ...desk.wechat.recorded() };
  writeFileSync(path.join(options.logFolder, 'seen.json'), JSON.stringify(seen));
  await desk.bot.settle();
  const loadEndedAt = Date.now();
  say('The faults are over; waiting until the desk has come to rest …');
  /** A desk that cannot be read after the faults has broken a promise; the checker judges what could be seen of it. */
  const read = async <T>(what: string, work: () => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      const how = `cannot be read after the faults (${what}): ${String(error)}`;
      desk.onBadEnd('the desk', how);
      return otherwise;
    }
  };
  const { openIds, operations } = load;
  const comesToRest = () =>
    read('rest', () => comeToRest(desk, openIds, operations, healedAt + RESTS_WITHIN_MS), openIds);
  let restless = await comesToRest();
  const restMs = Date.now() - healedAt;
  await waitForOutbox(operations, healedAt);
  await desk.bot.settle();
  if (restless.length === 0) restless = await comesToRest();
  const away = await load.presence.stay();
  if (away > 0)
    desk.onBadEnd('the event stream', `could not be opened by ${away} operators after the faults`);
  const contacts = await read('contacts', () => gather(desk, openIds), [] as readonly ContactState[]);
  await sleep(STREAMED_WITHIN_MS);
  const heard = load.presence.stop();
  const sentAnew = await read('events', () => comeToTell(desk, contacts, TOLD_WITHIN_MS), 0);
  if (sentAnew > 0) say(`${sentAnew} events waited for a later try and were sent anew.`);
  for (const [process, { strange }] of Object.entries({ bot: desk.bot, endpoint: desk.endpoint })) {
    const how = `got ${strange.length} requests that it cannot read: ${strange[0]}`;
    if (strange.length > 0) desk.onBadEnd(process, how);
  }
  const history: RunHistory = {
    startedAt,
    loadEndedAt,
    operations,
    injected,
    ...desk.wechat.recorded(),
    contacts,
    questions: desk.bot.questions,
    told: desk.endpoint.told,
    pausedChannelIds: await read('channels', () => pausedChannels(desk), []),
    restless: restless.map(({ openId }) => openId),
    heard,
    leaks: findLeaks(desk, options.logFolder),
    failingWorkflows: await read('workflows', () => countFailing(desk), null),
    badEnds: desk.badEnds,
    busiest,
    busyBefore: options.loadBefore / cpus().length,
    takenAt: Date.now(),
  };
  const verdict = judge(history);
  const broken = new Set(verdict.violations.flatMap(({ openId }) => (openId === null ? [] : [openId])));
  const concerned = contacts.filter(({ openId }) => broken.has(openId));
  await keepHistories(desk, concerned, options.logFolder, say);
  return { history, verdict, restMs, left };
}
