/**
 * Fuzzing: a property over many generated values, with what is measured on the way. A run is repeated by its seed:
 *
 *   DUIHUA_FUZZ_TRIES (100,000 in the soak; each test's own number in CI), DUIHUA_TEST_SEED (printed by the soak and
 *   with every failure)
 */
import fc from 'fast-check';

/** In CI always the same values, so that a change that did not cause a failure does not meet it either. */
const SEED_IN_CI = 20_261_129;
const TRIES_IN_SOAK = 100_000;
/** The first tries pay for compilation. */
const WARM_UP = 100;
/** Slow is what is slow each of so many times: once may be the garbage collector. */
const SLOW_TIMES = 4;

const isSoak = process.env['DUIHUA_SOAK'] !== undefined;
const SEED = Number(process.env['DUIHUA_TEST_SEED'] ?? (isSoak ? Date.now() % 1_000_000 : SEED_IN_CI));

/** How many tries a test makes: `inCi`, or as many as the soak or the environment wants. */
export function triesOf(inCi: number): number {
  return Number(process.env['DUIHUA_FUZZ_TRIES'] ?? (isSoak ? TRIES_IN_SOAK : inCi));
}

/** A time limit for a test of so many tries, in milliseconds. */
export const timeLimitOf = (tries: number): number => 120_000 + tries * 400;

type Options<Value> = {
  readonly tries: number;
  readonly values: fc.Arbitrary<Value>;
  /**
   * The most CPU time in milliseconds, of all threads of this process, that one try may take each time that it is made: a bound
   * for the time in which the event loop is blocked that holds on a busy machine, too. Undefined: not measured.
   */
  readonly mostCpuMs?: number;
  /** Values for which the bound does not hold. */
  readonly isUnbounded?: (value: Value) => boolean;
  /** What an attempt needs before it, each time that it is made; not measured. */
  readonly prepare?: () => Promise<void>;
};

/**
 * Tries `attempt` with generated values; it throws if the value shows a fault, and returns what kind of end the try had. Returns
 * how often each end was seen, so that a test can prove that its values reach what they are for.
 */
export async function fuzz<Value>(
  name: string,
  {
    tries,
    values,
    mostCpuMs = Number.POSITIVE_INFINITY,
    isUnbounded = () => false,
    prepare = async () => {},
  }: Options<Value>,
  attempt: (value: Value) => Promise<string> | string,
): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>();
  const startedAt = performance.now();
  let made = 0;
  let slowestMs = 0;
  const measured = async (value: Value): Promise<number> => {
    await prepare();
    const before = process.cpuUsage();
    const end = await attempt(value);
    const { user, system } = process.cpuUsage(before);
    ends.set(end, (ends.get(end) ?? 0) + 1);
    return (user + system) / 1_000;
  };
  const run = await fc.check(
    fc.asyncProperty(values, async (value) => {
      made += 1;
      let cpuMs = await measured(value);
      if (made <= WARM_UP || isUnbounded(value)) return;
      for (let again = 1; cpuMs > mostCpuMs && again < SLOW_TIMES; again += 1)
        cpuMs = Math.min(cpuMs, await measured(value));
      slowestMs = Math.max(slowestMs, cpuMs);
      if (cpuMs > mostCpuMs) throw new Error(`it took ${cpuMs} ms of CPU, ${SLOW_TIMES} times`);
    }),
    { numRuns: tries, seed: SEED },
  );
  if (run.failed) throw new Error(`${name}: ${reportOf(run)}`, { cause: run.errorInstance });
  if (isSoak) {
    const seconds = (performance.now() - startedAt) / 1_000;
    const seen = [...ends].map(([end, times]) => `${end} ${times}`).join(', ');
    const figures = `${made} tries in ${seconds.toFixed(0)} s, slowest ${slowestMs.toFixed(0)} ms of CPU`;
    process.stdout.write(`${name}: seed ${SEED}, ${figures}; ${seen}\n`);
  }
  return ends;
}

function reportOf<Value>(run: fc.RunDetails<[Value]>): string {
  const { numRuns, seed, counterexample, errorInstance } = run;
  const value = shortened(fc.stringify(counterexample?.[0]));
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return `failed at try ${numRuns} (DUIHUA_TEST_SEED=${seed}) with ${value}\n${shortened(why)}`;
}

/** A text in which a character that is repeated is written once, of at most so many characters. */
function shortened(text: string): string {
  return text
    .replace(/([^0-9])\1{30,}/gu, (all, one: string) => `${one}{${all.length} units}`)
    .slice(0, 3_000);
}
