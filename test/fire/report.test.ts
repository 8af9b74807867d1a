import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RecordedRun, record } from '../../fire/report/recorded-run';
import { sumFaults, sumTargets } from '../../fire/report/sums';
import { writeReport } from '../../fire/report/write-report';

const run = (seed: number, more: Partial<RecordedRun> = {}): RecordedRun => ({
  seed,
  minutes: 2,
  only: [],
  rate: 10,
  contacts: 40,
  stopSeconds: 30,
  commit: 'abc1234',
  day: '2026-11-29',
  restMs: 5_000,
  left: [],
  figures: {
    offered: 100,
    acknowledged: 99,
    shown: 99,
    replies: 50,
    accepted: 40,
    reached: 41,
    unknown: 1,
    presses: 5,
    questions: 12,
    ofBot: 10,
    tries: 310,
    events: 300,
    slowestAnswerMs: 900,
    slowestUnexcusedAnswerMs: 90,
    lateAnswers: 0,
    streams: 6,
    resyncs: 1,
    calmShare: 0.25,
    shownMedianMs: 120,
    shownP99Ms: 4_200,
  },
  faults: { 'kill:api-1': 2, 'stop:postgres': 1 },
  violations: {},
  recoveries: { kill: [1_000, 3_000], stop: [2_000] },
  busiest: 0.5,
  ...more,
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'duihua-fire-report-'));
  mkdirSync(path.join(root, 'docs/images'), { recursive: true });
  const real = readFileSync(path.resolve(__dirname, '../../docs/reliability.md'), 'utf8');
  writeFileSync(path.join(root, 'docs/reliability.md'), real);
});
afterEach(() => rmSync(root, { recursive: true }));

test('sums faults and targets over runs', () => {
  const runs = [run(1), run(2, { recoveries: {}, faults: { 'kill:api-1': 1, 'kill:worker-1': 4 } })];
  expect(sumFaults(runs)).toEqual([
    { kind: 'kill', count: 7, measured: 2, median: 2_000, worst: 3_000 },
    { kind: 'stop', count: 1, measured: 1, median: 2_000, worst: 2_000 },
  ]);
  const never = run(3, { faults: { 'hole:api-1~wechat': 2 }, recoveries: {} });
  expect(sumFaults([never])).toEqual([{ kind: 'hole', count: 2, measured: 0, median: null, worst: null }]);
  // WeChat, a bot and an endpoint that are down are three things.
  const down = run(3, { faults: { 'down:wechat': 1, 'down:bot': 2, 'down:endpoint': 3 }, recoveries: {} });
  expect(sumFaults([down]).map(({ kind, count }) => [kind, count])).toEqual([
    ['endpoint: down', 3],
    ['bot: down', 2],
    ['down', 1],
  ]);
  expect([...sumTargets(runs, 'kill')]).toEqual([
    ['api-1', 3],
    ['worker-1', 4],
  ]);
});

test('a run that is judged again takes its own place, and says by which checker', () => {
  record(root, run(1, { violations: { lost: 1 } }));
  record(root, run(2));
  const again = run(1, { judgedBy: 'def5678' });
  expect(record(root, again)).toEqual([run(2), again]);
  writeReport(root, [again]);
  const text = readFileSync(path.join(root, 'docs/reliability.md'), 'utf8');
  expect(text).toContain('| 1 | abc1234, judged by def5678 | 2026-11-29 |');
});

test('says how long processes were frozen, how busy the desk was when they were killed, and what lay between which two', () => {
  const faults = { 'kill:api-1': 2, 'stop:api-1': 3, 'hole:api-1~wechat': 4 };
  writeReport(root, [run(1, { faults }), run(2, { faults, rate: 1, stopSeconds: 4 })]);
  const text = readFileSync(path.join(root, 'docs/reliability.md'), 'utf8');
  expect(text).toContain('| api-1 | 4 | 2 | 6 | 3 | 0 |');
  expect(text).toMatch(/\| between \| late \| slow \| hole \| cut-line \|/);
  expect(text).toContain('| api-1 and wechat | 0 | 0 | 8 | 0 |');
  expect(text).toContain('| worker-2 and postgres | 0 | 0 | 0 | 0 |');
});

test('another run with the same seed and commit stands beside one that broke a promise', () => {
  const broken = run(1, { violations: { lost: 1 } });
  const other = run(1, { restMs: 6_000 });
  record(root, broken);
  expect(record(root, other)).toEqual([broken, other]);
});

test('writes its part of the page and the picture, and leaves the rest as it is, however often', () => {
  const file = path.join(root, 'docs/reliability.md');
  const [before, after] = [readFileSync(file, 'utf8'), '## Track record'];
  writeReport(root, [run(1), run(2, { violations: { lost: 2, stuck: 1 } })]);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain('2 recorded runs, 4 minutes under fire, 6 faults; 200 messages offered');
  expect(text).toContain('24 questions reached the bot; 600 events were acknowledged');
  expect(text).toContain('12 event streams were heard in the 2 runs that count them');
  expect(text).toContain('Broken promises: **3**');
  expect(text).toContain(
    '| 2 | abc1234 | 2026-11-29 | 2 | 3 | all | 10 + 10 | 0.5 | 0.1 s, 4.2 s | 0.1 s | 2 lost, 1 stuck |',
  );
  expect(text.slice(text.indexOf(after))).toBe(before.slice(before.indexOf(after)));
  writeReport(root, [run(1), run(2, { violations: { lost: 2, stuck: 1 } })]);
  expect(readFileSync(file, 'utf8')).toBe(text);
  expect(readFileSync(path.join(root, 'docs/images/reliability.svg'), 'utf8')).toContain('kill 2.0 to 3.0 s');
});
