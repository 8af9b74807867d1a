/** `npm run bench`: measures the bare floor and Duihua in turn, and prints their figures side by side. */
import { loadavg } from 'node:os';
import path from 'node:path';
import { createSimulator } from '../src/simulator/simulator';
import { findTemporalServer } from '../src/temporal/dev-server/find-server';
import { CHROMIUM, hasChromium } from './browser/chromium';
import { WrongOptions } from './command-line';
import { conditionsOf } from './conditions';
import { type Growth, toGrowthText } from './growth';
import { createOpenIds } from './load/deliveries';
import { keepMeasurements, type Measurement, toFigures } from './measurement';
import { measureBursts } from './measures/bursts';
import { measureHistory } from './measures/history';
import type { Figures, Measure, MeasureContext } from './measures/measure';
import { measureMemory } from './measures/memory';
import { measureReplies } from './measures/replies';
import { openConversations } from './measures/settle';
import { measureStart } from './measures/start';
import { measureWebhooks } from './measures/webhooks';
import { helpOf, readBenchOptions } from './options';
import { toLines, toText } from './report';
import { measureAuthentication } from './rows/authentication';
import { measureBotTurns } from './rows/bot-turns';
import { measureBotsAtOnce } from './rows/bots-at-once';
import { measureCatchUp } from './rows/catch-up';
import { measureConsoleFrames } from './rows/console-frames';
import { measureConsoleLatency } from './rows/console-latency';
import { measureConsoleSize } from './rows/console-size';
import { measureConversationCost } from './rows/conversation-cost';
import { measureErasure } from './rows/erasure';
import { measureInboundMedia } from './rows/inbound-media';
import { measureMillion } from './rows/million-messages';
import { measureOffers } from './rows/offers';
import { measureOutgoingWebhooks } from './rows/outgoing-webhooks';
import { measureReports } from './rows/reports';
import { measureResting } from './rows/resting';
import type { Row } from './rows/row';
import { measureSearch } from './rows/search';
import { measureTakeover } from './rows/takeover';
import { measureUploads } from './rows/uploads';
import { FULL, QUICK } from './sizes';
import { SIDES, type Side, type Subject, startSubject } from './subject';
import { writeReport } from './write-report';

const ROOT = path.resolve(__dirname, '../../..');
/** Runnable programs before the start; above this the figures are not to be quoted. */
const BUSY_LOAD = 1;

/** Measures of a running process, in this order: those with the fewest after-effects come first. */
const ON_ONE_PROCESS: Readonly<Record<string, Measure>> = {
  replies: measureReplies,
  history: measureHistory,
  webhooks: measureWebhooks,
  bursts: measureBursts,
};
/** Measured once: each brings its own floor. */
const ROWS: Readonly<Record<string, (context: MeasureContext) => Promise<Row | readonly Row[]>>> = {
  'conversation-cost': measureConversationCost,
  authentication: measureAuthentication,
  search: ({ sizes }) => measureSearch(sizes.stored),
  'million-messages': ({ sizes }) => measureMillion(sizes.storedMessages),
  erasure: measureErasure,
  reports: ({ sizes }) => measureReports(sizes.reported),
  resting: measureResting,
  takeover: measureTakeover,
  'catch-up': measureCatchUp,
  uploads: measureUploads,
  'inbound-media': measureInboundMedia,
  'bot-turns': measureBotTurns,
  'bots-at-once': measureBotsAtOnce,
  'outgoing-webhooks': measureOutgoingWebhooks,
  offers: measureOffers,
  'console-latency': measureConsoleLatency,
  'console-frames': measureConsoleFrames,
  'console-size': measureConsoleSize,
};
const NAMES = [...Object.keys(ON_ONE_PROCESS), 'memory', 'start', ...Object.keys(ROWS)];
const NEEDS_BROWSER = /^console-/;

/** Takes what was measured in one round. */
type Take = (measure: string, round: Readonly<Record<Side, Figures>>, growths?: readonly Growth[]) => void;
/** Measures; if that fails, says so, and the others go on. */
type Attempt = (name: string, measure: () => Promise<void>) => Promise<void>;

type Measuring = {
  readonly take: Take;
  readonly attempt: Attempt;
  readonly context: MeasureContext;
  readonly wanted: ReadonlySet<string>;
};

async function main(): Promise<void> {
  const options = readBenchOptions(process.argv.slice(2), NAMES);
  if (options === 'help') {
    console.log(helpOf(NAMES));
    return;
  }
  const startedAt = Date.now();
  const loadBefore = Number(process.env['DUIHUA_LOAD_BEFORE'] ?? loadavg()[0]);
  if (loadBefore > BUSY_LOAD)
    console.log(`Load ${loadBefore.toFixed(1)}: other programs take the cores, so even ratios say little.`);
  const wanted = new Set(options.only);
  const sizes = options.quick ? QUICK : FULL;
  const roundCount = options.rounds ?? sizes.rounds;
  const temporal = await findTemporalServer({ cacheDir: path.join(ROOT, '.cache/temporal') });
  const simulator = createSimulator();
  const wechatApiUrl = await simulator.listen(0);
  const { originalId, appId, appSecret, token } = simulator.addAccount();
  const context: MeasureContext = {
    environment: {
      temporalBinary: temporal.path,
      wechatApiUrl,
      account: { originalId, appId, appSecret, token },
      profileDir: options.profile === undefined ? undefined : path.resolve(options.profile),
    },
    simulator,
    sizes,
  };
  const leftOut = hasChromium() ? [] : [...wanted].filter((name) => NEEDS_BROWSER.test(name));
  if (leftOut.length > 0)
    console.log(`Left out: ${leftOut.join(', ')}. There is no Chromium at ${CHROMIUM} (set CHROMIUM_PATH).`);
  const conditions = conditionsOf(ROOT, { temporalVersion: temporal.version, loadBefore });
  const isRecorded = options.record || (!options.quick && wanted.size === NAMES.length);
  const taken = new Map<string, Measurement>();
  const take: Take = (measure, round, growths = []) => {
    const rounds = [...(taken.get(measure)?.rounds ?? []), toFigures(round)];
    taken.set(measure, { measure, conditions, rounds, growths });
    // At once: the whole run takes an hour or more.
    if (isRecorded) writeReport(ROOT, sizes, keepMeasurements(ROOT, [...taken.values()], NAMES));
  };
  const failed: string[] = [];
  /** A measure that fails costs its own figures, not those of the others. */
  const attempt: Attempt = async (name, measure) => {
    try {
      await measure();
    } catch (error) {
      console.error(error);
      failed.push(name);
    }
  };
  try {
    for (const [name, measureRow] of Object.entries(ROWS)) {
      if (!wanted.has(name) || leftOut.includes(name)) continue;
      console.log(`${name} (${seconds(startedAt)} s)`);
      await attempt(name, async () => {
        const rows = [await measureRow(context)].flat();
        const round = {
          floor: Object.assign({}, ...rows.map(({ floor }) => floor)) as Figures,
          duihua: Object.assign({}, ...rows.map(({ duihua }) => duihua)) as Figures,
        };
        const growths = rows.flatMap(({ growth = [] }) => growth);
        take(name, round, growths);
      });
    }
    const hasSides = NAMES.some((name) => wanted.has(name) && !(name in ROWS));
    for (let number = 1; number <= (hasSides ? roundCount : 0); number += 1) {
      // The sides take turns going first, so that a machine that slows down affects both.
      const order = number % 2 === 1 ? SIDES : [...SIDES].reverse();
      console.log(`Round ${number} of ${roundCount} (${seconds(startedAt)} s)`);
      await measureRound({ take, attempt, context, wanted }, order);
    }
  } finally {
    await simulator.close();
  }
  const all = [...taken.values()];
  const growths = all.flatMap((one) => one.growths);
  const shown = [toText(toLines(all)), toGrowthText(growths), `${seconds(startedAt)} s`];
  console.log(`\n${shown.filter((text) => text !== '').join('\n\n')}`);
  if (options.quick) console.log('--quick: smaller numbers than the titles say; not to be quoted.');
  if (failed.length > 0) {
    console.error(`Not measured, for the reasons above: ${failed.join(', ')}.`);
    process.exitCode = 1;
  }
}

/**
 * Both sides are running, and one waits while the other is measured, so the two figures of a row are taken within
 * seconds of each other. A measure counts once it was taken on both.
 */
async function measureRound(
  { take, attempt, context, wanted }: Measuring,
  order: readonly Side[],
): Promise<void> {
  const startedAt = Date.now();
  const { environment, sizes } = context;
  const takeOnBoth = <Of extends { readonly side: Side }>(
    name: string,
    both: readonly Of[],
    measureOne: (one: Of) => Promise<Figures>,
  ): Promise<void> =>
    attempt(name, async () => {
      const round: Record<Side, Figures> = { floor: {}, duihua: {} };
      for (const one of both) {
        const figures = await measureOne(one);
        round[one.side] = figures;
        const shown = Object.entries(figures).map(([figure, value]) => `${figure} ${value.toPrecision(3)}`);
        console.log(`  ${name}, ${one.side}: ${shown.join(', ')} (${seconds(startedAt)} s)`);
      }
      take(name, round);
    });
  const onBoth = async (measures: readonly (readonly [string, Measure])[], openIds: readonly string[]) => {
    if (measures.length === 0) return;
    const subjects: Subject[] = [];
    try {
      for (const side of order) subjects.push(await startSubject(environment, { side }));
      for (const subject of subjects) await openConversations(subject, context, openIds);
      for (const [name, measure] of measures) {
        await takeOnBoth(name, subjects, (subject) => measure(subject, context, openIds));
      }
    } finally {
      for (const subject of subjects) await subject.stop();
    }
  };
  const running = Object.entries(ON_ONE_PROCESS).filter(([name]) => wanted.has(name));
  await attempt(running.map(([name]) => name).join(), () =>
    onBoth(running, createOpenIds('known', sizes.conversations)),
  );
  await attempt('memory', () =>
    onBoth(
      wanted.has('memory') ? [['memory', measureMemory]] : [],
      createOpenIds('warm', sizes.memoryWarmUp),
    ),
  );
  if (!wanted.has('start')) return;
  await takeOnBoth(
    'start',
    order.map((side) => ({ side })),
    ({ side }) => measureStart(side, context),
  );
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000);
}

main().catch((error: unknown) => {
  console.error(error instanceof WrongOptions ? `${error.message}\n\n${helpOf(NAMES)}` : error);
  process.exit(error instanceof WrongOptions ? 2 : 1);
});
