/** A desk with many open conversations in which nothing happens: what it holds in memory, and what it does meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Apart, openApart, whenFiled } from '../apart/apart';
import { type Growth, rangeOf } from '../growth';
import { createOpenIds } from '../load/deliveries';
import type { MeasureContext } from '../measures/measure';
import { figuresOf, type ProcessFigures, postgresOf, temporalOf } from '../process-figures';
import type { Row } from './row';

/** At once: each part is filed before the next begins. */
const PART = 1_000;
/** Longer than the ring time, after which each of them is missed; a slow machine needs longer for that. */
const SETTLES_MS = 90_000;
const RESTS_WITHIN_MS = 2_400_000;
/** At rest: so many slices of time one after the other in which all parts together took less than this share of a core. */
const SLICE_MS = 10_000;
const QUIET_SLICES = 3;
const QUIET_PERCENT = 15;
/** What is done every five minutes is done once in it. */
const WATCHED_MS = 310_000;

type Part = 'API' | 'worker' | 'Temporal server' | 'PostgreSQL';
/** The processes of each part. PostgreSQL starts and ends some as it goes. */
type Parts = Readonly<Record<Part, () => readonly number[]>>;
type Look = Readonly<Record<Part, ProcessFigures>>;
type Rest = {
  /** In MB. */
  readonly memory: Readonly<Record<Part, number>>;
  /** The share of a core (%) that all parts took together. */
  readonly cpuShare: number;
};

/**
 * As in production: API, worker, Temporal with its histories in a file, and PostgreSQL are processes of their own. Compared with the same
 * desk before it had any conversation, and looked at with a hundredth and a tenth of them on the way.
 */
export async function measureResting(context: MeasureContext): Promise<Row> {
  const apart = await openApart(context, 'duihua', { isTemporalOnDisk: true });
  try {
    const worker = await apart.startWorker();
    const parts: Parts = {
      API: () => (apart.apiPid === null ? [] : [apart.apiPid]),
      worker: () => [worker.pid],
      'Temporal server': () => temporalOf(apart.temporalAddress),
      PostgreSQL: () => postgresOf(apart.dataDir),
    };
    const empty = await watch(apart, parts);
    const openIds = createOpenIds('rest', context.sizes.resting);
    const watchWith = async (count: number): Promise<Rest> => {
      await openUpTo(apart, openIds.slice(0, count));
      return watch(apart, parts);
    };
    const few = await watchWith(openIds.length / 100);
    const some = await watchWith(openIds.length / 10);
    const many = await watchWith(openIds.length);
    const range = rangeOf(openIds.length, 'open');
    const memoryOf = (part: Part): Growth => ({
      title: `memory of ${part === 'PostgreSQL' ? part : `the ${part}`}, ${range}`,
      unit: 'MB',
      values: [few.memory[part], some.memory[part], many.memory[part]],
    });
    return {
      floor: figuresOfRest(empty),
      duihua: figuresOfRest(many),
      growth: [
        ...(Object.keys(parts) as Part[]).map(memoryOf),
        {
          title: `processor time at rest, ${range}`,
          unit: '%',
          values: [few.cpuShare, some.cpuShare, many.cpuShare],
        },
      ],
    };
  } finally {
    await apart.close();
  }
}

function figuresOfRest({ memory, cpuShare }: Rest): Row['floor'] {
  return {
    restingApi: memory.API,
    restingWorker: memory.worker,
    restingTemporal: memory['Temporal server'],
    restingPostgres: memory.PostgreSQL,
    restingCpu: cpuShare,
  };
}

/** Opens conversations with these contacts, but for the first of them, who have one already. */
async function openUpTo(apart: Apart, openIds: readonly string[]): Promise<void> {
  for (let { count } = await apart.filed(); count < openIds.length; ) {
    const part = openIds.slice(count, count + PART);
    await apart.write(part);
    count += part.length;
    await whenFiled(apart, count);
  }
}

/** Once the desk has come to rest: what each part holds after five minutes in which nothing happened, and what they took. */
async function watch(apart: Apart, parts: Parts): Promise<Rest> {
  await sleep(SETTLES_MS);
  await comeToRest(apart, parts);
  const { after, cpuShare } = await lookAfter(parts, WATCHED_MS);
  const rest = { memory: ofEach(parts, (part) => after[part].memoryMb), cpuShare };
  console.log(`  ${JSON.stringify(rest)}`);
  return rest;
}

async function comeToRest(apart: Apart, parts: Parts): Promise<void> {
  const giveUpAt = Date.now() + RESTS_WITHIN_MS;
  for (let quiet = 0; quiet < QUIET_SLICES; ) {
    const { cpuShare } = await lookAfter(parts, SLICE_MS);
    quiet = cpuShare < QUIET_PERCENT && (await apart.knowsContacts()) ? quiet + 1 : 0;
    if (Date.now() > giveUpAt) throw new Error(`The desk still takes ${cpuShare.toFixed(1)} % of a core.`);
  }
}

/** After so many ms: what each part holds, and the share of a core (%) that all of them took meanwhile. */
async function lookAfter(
  parts: Parts,
  ms: number,
): Promise<{ readonly after: Look; readonly cpuShare: number }> {
  const look = (): Look => ofEach(parts, (part) => figuresOf(parts[part]()));
  const [before, startedAt] = [look(), performance.now()];
  await sleep(ms);
  const after = look();
  const took = ofEach(parts, (part) => after[part].cpuMs - before[part].cpuMs);
  const cpuMs = Object.values(took).reduce((all, one) => all + one, 0);
  return { after, cpuShare: (100 * cpuMs) / (performance.now() - startedAt) };
}

function ofEach<Value>(parts: Parts, valueOf: (part: Part) => Value): Readonly<Record<Part, Value>> {
  const entries = (Object.keys(parts) as Part[]).map((part) => [part, valueOf(part)] as const);
  return Object.fromEntries(entries) as Record<Part, Value>;
}
