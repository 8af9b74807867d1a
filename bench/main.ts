/** `npm run bench`: drives the bare floor and Duihua in turn, and puts their figures beside each other. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createSimulator } from '../src/simulator/simulator';
import { findTemporalServer } from '../src/temporal/find-server';
import type { FigureName } from './figures';
import { createOpenIds } from './load/deliveries';
import { measureBursts } from './measures/bursts';
import { measureHistory } from './measures/history';
import type { Figures, Measure, MeasureContext } from './measures/measure';
import { measureMemory } from './measures/memory';
import { measureReplies } from './measures/replies';
import { openConversations } from './measures/settle';
import { measureDuihuaStart, measureFloorStart } from './measures/start';
import { measureWebhooks } from './measures/webhooks';
import { toLines, toText } from './report';
import { measureAuthentication } from './rows/authentication';
import type { Row } from './rows/row';
import { measureSearch } from './rows/search';
import { FULL, QUICK, type Sizes } from './sizes';
import { SIDES, type Side, startSubject } from './subject';
import { writeReport } from './write-report';

const ROOT = path.resolve(__dirname, '../../..');

/** Measures of one running process, in this order: what leaves the least behind comes first. */
const ON_ONE_PROCESS: Readonly<Record<string, Measure>> = {
  replies: measureReplies,
  history: measureHistory,
  webhooks: measureWebhooks,
  bursts: measureBursts,
};
/** Measured once, in this process, without an engine: each brings what it is compared with. */
const ROWS: Readonly<Record<string, (sizes: Sizes) => Promise<Row>>> = {
  authentication: measureAuthentication,
  search: ({ stored }) => measureSearch(stored),
};
const NAMES = [...Object.keys(ON_ONE_PROCESS), 'memory', 'start', ...Object.keys(ROWS)];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: NAMES.join(',') },
      rounds: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const startedAt = Date.now();
  const wanted = new Set(values.only.split(','));
  for (const name of wanted) if (!NAMES.includes(name)) throw new Error(`--only takes ${NAMES.join(', ')}.`);
  const sizes = values.quick ? QUICK : FULL;
  const rounds = Number(values.rounds ?? sizes.rounds);
  const temporal = await findTemporalServer({ cacheDir: path.join(ROOT, '.cache/temporal') });
  const simulator = createSimulator();
  const wechatApiUrl = await simulator.listen(0);
  const { originalId, appId, appSecret, token } = simulator.addAccount();
  const context: MeasureContext = {
    environment: {
      temporalBinary: temporal.path,
      wechatApiUrl,
      account: { originalId, appId, appSecret, token },
      profileDir: values.profile === undefined ? undefined : path.resolve(values.profile),
    },
    simulator,
    sizes,
  };
  const results: Record<Side, Figures[]> = { floor: [], duihua: [] };
  try {
    for (const [name, measureRow] of Object.entries(ROWS)) {
      if (!wanted.has(name)) continue;
      console.log(`${name} (${Math.round((Date.now() - startedAt) / 1000)} s)`);
      const row = await measureRow(sizes);
      for (const side of SIDES) results[side].push(row[side]);
    }
    const hasSides = NAMES.some((name) => wanted.has(name) && !(name in ROWS));
    for (let round = 1; round <= (hasSides ? rounds : 0); round += 1) {
      // Each side begins every other round: a machine that slows down meanwhile harms both.
      const sides = round % 2 === 1 ? SIDES : [...SIDES].reverse();
      for (const side of sides) {
        console.log(
          `Round ${round} of ${rounds}: ${side} (${Math.round((Date.now() - startedAt) / 1000)} s)`,
        );
        results[side].push(await measureSide(side, context, wanted));
      }
    }
  } finally {
    await simulator.close();
  }
  const lines = toLines(results);
  console.log(`\n${toText(lines)}\n\n${Math.round((Date.now() - startedAt) / 1000)} s`);
  const isWhole = !values.quick && wanted.size === NAMES.length;
  if (isWhole) writeReport({ root: ROOT, lines, rounds, sizes, temporalVersion: temporal.version });
}

async function measureSide(
  side: Side,
  context: MeasureContext,
  wanted: ReadonlySet<string>,
): Promise<Figures> {
  const { environment, sizes } = context;
  let figures: Figures = {};
  const add = (name: string, more: Figures): void => {
    const shown = Object.entries(more).map(([key, value]) => `${key} ${value.toPrecision(3)}`);
    console.log(`  ${name}: ${shown.join(', ')}`);
    figures = { ...figures, ...more } satisfies Partial<Record<FigureName, number>>;
  };
  const onOne = Object.entries(ON_ONE_PROCESS).filter(([name]) => wanted.has(name));
  if (onOne.length > 0) {
    const subject = await startSubject(environment, { side });
    const openIds = createOpenIds('known', sizes.conversations);
    await openConversations(subject, context, openIds);
    for (const [name, measure] of onOne) add(name, await measure(subject, context, openIds));
    await subject.stop();
  }
  if (wanted.has('memory')) {
    const subject = await startSubject(environment, { side });
    add('memory', await measureMemory(subject, context));
    await subject.stop();
  }
  if (wanted.has('start')) {
    add('start', side === 'floor' ? await measureFloorStart(context) : await measureDuihuaStart());
  }
  return figures;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
