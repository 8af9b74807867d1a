/** Carries out planned faults on a desk, and notes when each began and ended. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultInput } from '../src/simulator/faults';
import type { Desk } from './desk/desk';
import type { LineState } from './desk/line';
import { signal } from './desk/start-targets';
import { isPartner, type LineName, OWN_NAMES, type ProcessName, type Target } from './desk/targets';
import type { Injected } from './history';
import type { Load } from './load/load';
import { troubleOf } from './partners/trouble-of';
import type { PlannedFault } from './plan';

const BURST_REPLIES = 500;
const BURST_WRITES = 120;
/** What WeChat says when the calls of a minute are used up, and when it is too busy. */
const MINUTE_LIMIT = 45_011;
const DAY_LIMIT = 45_009;
const BUSY = -1;

/** Until `isOver`; a fault that has begun is carried out to its end. */
export async function runLane(
  desk: Desk,
  load: Load,
  lane: readonly PlannedFault[],
  injected: Injected[],
  isOver: () => boolean,
  say: (line: string) => void,
): Promise<void> {
  for (const fault of lane) {
    if (isOver()) return;
    const startedAt = Date.now();
    const entry = { kind: fault.kind, target: fault.target, startedAt, endedAt: Number.POSITIVE_INFINITY };
    injected.push(entry);
    // A process that does not come back is a broken promise, and not the end of the run.
    await carryOut(desk, load, fault).catch((error: unknown) => {
      desk.onBadEnd(fault.target, `${fault.kind}: ${String(error)}`);
    });
    entry.endedAt = Date.now();
    say(`  ${fault.kind} ${fault.target}: ${((entry.endedAt - startedAt) / 1_000).toFixed(1)} s`);
    await sleep(fault.pauseMs);
  }
}

async function carryOut(desk: Desk, load: Load, fault: PlannedFault): Promise<void> {
  const { kind, target, forMs } = fault;
  switch (kind) {
    case 'kill':
      return kill(targetOf(desk, target), forMs);
    case 'stop':
      return freeze(targetOf(desk, target), forMs);
    case 'term':
      return restart(desk, targetOf(desk, target));
    case 'roll':
      for (const name of OWN_NAMES) await restart(desk, targetOf(desk, name));
      return;
    case 'burst':
      return target === 'replies' ? load.burstReplies(BURST_REPLIES) : load.burstWrites(BURST_WRITES);
    case 'late':
      return onLine(desk, target, { type: 'late', ms: 100 + fault.draw * 900 }, forMs);
    case 'slow':
      return onLine(desk, target, { type: 'slow', bytesPerSecond: 5_000 + fault.draw * 20_000 }, forMs);
    case 'hole':
      return onLine(desk, target, { type: 'hole' }, forMs);
    case 'cut-line':
      return onLine(desk, target, { type: 'cut' }, forMs);
    case 'disk-full':
      return fillDisk(desk, forMs);
    case 'clock':
      // 10 minutes, an hour or a day, ahead or back.
      desk.setClock(
        ([600, 3_600, 86_400][Math.floor(fault.draw * 3)] ?? 600) *
          ((fault.draw * 6) % 1 < 0.5 ? -1_000 : 1_000),
      );
      await sleep(forMs);
      desk.setClock(0);
      return;
    default:
      return isPartner(target) ? atPartner(desk, fault) : atWechat(desk, fault);
  }
}

/** A bot or an endpoint is in trouble for a while. Afterwards an administrator mends the bot, which ends its pause. */
async function atPartner(desk: Desk, fault: PlannedFault): Promise<void> {
  const partner = fault.target === 'bot' ? desk.bot : desk.endpoint;
  await partner.set(troubleOf(fault));
  await sleep(fault.forMs);
  await partner.set({ type: 'none' });
  // Nothing waits for that: the desk may be in other trouble now.
  if (fault.target === 'bot') void desk.mendBot();
}

function targetOf(desk: Desk, name: string): Target {
  const target = desk.targets.get(name as ProcessName);
  if (target === undefined) throw new Error(`There is no process ${name}.`);
  return target;
}

async function kill(target: Target, downMs: number): Promise<void> {
  await target.kill();
  await sleep(downMs);
  await target.start();
}

async function freeze(target: Target, forMs: number): Promise<void> {
  const pids = target.pids();
  for (const pid of pids) signal(pid, 'SIGSTOP');
  await sleep(forMs);
  for (const pid of pids) signal(pid, 'SIGCONT');
}

async function restart(desk: Desk, target: Target): Promise<void> {
  const how = await target.stop();
  if (how !== null) desk.onBadEnd(target.name, how);
  await target.start();
}

async function onLine(desk: Desk, name: string, state: LineState, forMs: number): Promise<void> {
  const line = desk.lines.get(name as LineName);
  line?.set(state);
  await sleep(forMs);
  line?.set({ type: 'open' });
}

/** Fills the small disk to its last byte. */
async function fillDisk(desk: Desk, forMs: number): Promise<void> {
  if (desk.smallDisk === null) return;
  const file = path.join(desk.smallDisk, 'filler');
  const handle = openSync(file, 'w');
  try {
    for (let size = 1_048_576; size > 0; ) {
      try {
        writeSync(handle, Buffer.alloc(size));
      } catch {
        size = Math.floor(size / 2);
      }
    }
    await sleep(forMs);
  } finally {
    closeSync(handle);
    rmSync(file);
  }
}

/** WeChat's own troubles. Limits on calls hit the second channel only, which then waits for a minute or until a probe. */
async function atWechat(desk: Desk, { kind, forMs, draw }: PlannedFault): Promise<void> {
  const [first, second] = desk.channels;
  const sends = { operation: 'custom/send', times: 'always' } as const;
  const faults: FaultInput[] = [];
  switch (kind) {
    case 'down':
      faults.push({ operation: 'any', times: 'always', effect: { type: 'cut' } });
      break;
    case 'slow-answers':
      faults.push({ ...sends, effect: { type: 'delay', ms: Math.round(1_000 + draw * 14_000) } });
      break;
    case 'cut-answers':
      faults.push({
        ...sends,
        effect: draw < 0.5 ? { type: 'drop_answer' } : { type: 'truncate', bytes: 7 },
      });
      break;
    case 'http-errors':
      faults.push({
        ...sends,
        effect: { type: 'http_status', status: draw < 0.5 ? 502 : 500, acts: draw % 0.1 < 0.05 },
      });
      break;
    case 'busy':
      faults.push({ ...sends, effect: { type: 'errcode', errcode: BUSY } });
      break;
    case 'limit':
      faults.push({
        operation: 'custom/send',
        times: 3,
        account: second?.account.appId,
        effect: { type: 'errcode', errcode: draw < 0.5 ? MINUTE_LIMIT : DAY_LIMIT },
      });
      break;
    case 'repeat':
      faults.push({
        operation: 'webhook',
        times: 'always',
        effect: { type: 'duplicate', copies: 2 + Math.floor(draw * 4) },
      });
      faults.push({ operation: 'webhook', times: 20, effect: { type: 'drop_answer' } });
      break;
    case 'reorder':
      faults.push({ operation: 'webhook', times: 30, effect: { type: 'reorder' } });
      break;
    case 'lost-tokens':
      faults.push({
        operation: 'custom/send',
        times: 5,
        account: first?.account.appId,
        effect: { type: 'errcode', errcode: 40_001 },
      });
      break;
    default:
      throw new Error(`There is no fault ${kind}.`);
  }
  // The simulator may be dead or frozen itself just now: then it is in trouble without our help.
  for (const fault of faults) await desk.wechat.addFault(fault).catch(() => undefined);
  await sleep(forMs);
  await clearFaults(desk, 20);
}

/** A simulator that was killed has forgotten its faults. */
async function clearFaults(desk: Desk, tries: number): Promise<void> {
  for (let left = tries; left > 0; left -= 1) {
    const isDone = await desk.wechat.clearFaults().then(
      () => true,
      () => false,
    );
    if (isDone) return;
    await sleep(500);
  }
}

/** Ends every fault and starts whatever is down, so that the desk can come to rest. */
export async function heal(desk: Desk): Promise<void> {
  for (const line of [...desk.lines.values(), desk.front]) line.set({ type: 'open' });
  desk.setClock(0);
  for (const partner of [desk.bot, desk.endpoint]) await partner.set({ type: 'none' });
  for (const target of desk.targets.values()) {
    if (!target.hasCrashed()) continue;
    await target.start().catch((error: unknown) => {
      desk.onBadEnd(target.name, `does not start: ${String(error)}`);
    });
  }
  await clearFaults(desk, 60);
}
