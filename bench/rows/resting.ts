/** A desk with many open conversations in which nothing happens: what it holds in memory, and what it does meanwhile. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createOpenIds } from '../load/deliveries';
import type { MeasureContext } from '../measures/measure';
import { openConversations } from '../measures/settle';
import { figuresOf, type ProcessFigures, postgresOf, temporalOf } from '../process-figures';
import { type Subject, startSubject } from '../subject';
import type { Row } from './row';

/** At once: each part is applied and projected before the next begins. */
const PART = 1_000;
/** Longer than the ring time, after which each of them is missed; a slow machine needs longer for that. */
const SETTLES_MS = 90_000;
const RESTS_WITHIN_MS = 900_000;
/** At rest: so many slices of time one after the other in which all parts together took less than this share of a core. */
const SLICE_MS = 10_000;
const QUIET_SLICES = 3;
const QUIET_PERCENT = 15;
/** What is done every five minutes is done once in it. */
const WATCHED_MS = 310_000;
const PARTS = ['process', 'temporal', 'postgres'] as const;

type Look = Readonly<Record<(typeof PARTS)[number], ProcessFigures>>;

/** Compared with the same desk before it had any. */
export async function measureResting(context: MeasureContext): Promise<Row> {
  const subject = await startSubject(context.environment, { side: 'duihua', isTemporalOnDisk: true });
  try {
    const empty = await watch(subject);
    const openIds = createOpenIds('rest', context.sizes.resting);
    for (let from = 0; from < openIds.length; from += PART)
      await openConversations(subject, context, openIds.slice(from, from + PART));
    const full = await watch(subject);
    return { floor: figuresOfLook(empty), duihua: figuresOfLook(full) };
  } finally {
    await subject.stop();
  }
}

function figuresOfLook({ memory, cpuShare }: Awaited<ReturnType<typeof watch>>): Row['floor'] {
  return {
    restingProcess: memory.process,
    restingTemporal: memory.temporal,
    restingPostgres: memory.postgres,
    restingCpu: cpuShare,
  };
}

/** Memory now, MB, and the share of a core (%) that all parts took for five minutes in which nothing happened. */
async function watch(subject: Subject): Promise<{
  readonly memory: Readonly<Record<(typeof PARTS)[number], number>>;
  readonly cpuShare: number;
}> {
  await subject.calls.memory();
  await sleep(SETTLES_MS);
  await comeToRest(subject);
  const { after, cpuShare } = await lookAfter(subject, WATCHED_MS);
  const { process, temporal, postgres } = after;
  return {
    memory: { process: process.memoryMb, temporal: temporal.memoryMb, postgres: postgres.memoryMb },
    cpuShare,
  };
}

async function comeToRest(subject: Subject): Promise<void> {
  const giveUpAt = Date.now() + RESTS_WITHIN_MS;
  for (let quiet = 0; quiet < QUIET_SLICES; ) {
    const { cpuShare } = await lookAfter(subject, SLICE_MS);
    quiet = cpuShare < QUIET_PERCENT ? quiet + 1 : 0;
    if (Date.now() > giveUpAt) throw new Error(`The desk still takes ${cpuShare.toFixed(1)} % of a core.`);
  }
}

/** After so many ms: what each part holds, and the share of a core (%) that all of them took meanwhile. */
async function lookAfter(
  subject: Subject,
  ms: number,
): Promise<{ readonly after: Look; readonly cpuShare: number }> {
  const [before, startedAt] = [look(subject), performance.now()];
  await sleep(ms);
  const after = look(subject);
  const cpuMs = PARTS.reduce((all, part) => all + after[part].cpuMs - before[part].cpuMs, 0);
  return { after, cpuShare: (100 * cpuMs) / (performance.now() - startedAt) };
}

function look({ pid, dataDir, temporalAddress }: Subject): Look {
  return {
    process: figuresOf([pid]),
    temporal: figuresOf(temporalOf(temporalAddress)),
    postgres: figuresOf(postgresOf(dataDir)),
  };
}
