import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drawGrowth } from '../../bench/growth-picture';
import {
  keepMeasurements,
  type Measurement,
  measurementsFile,
  readMeasurements,
  toFigures,
} from '../../bench/measurement';
import { FULL } from '../../bench/sizes';
import { writeReport } from '../../bench/write-report';

const conditions = {
  commit: '0123abcd',
  day: '2026-11-30',
  loadBefore: 0.42,
  machine: 'Node 24.1.0; 2 cores (an old one), 8 GB',
};
const replies: Measurement = {
  measure: 'replies',
  conditions,
  rounds: [
    { floor: { replyP50: 40 }, duihua: { replyP50: 20 } },
    { floor: { replyP50: 60 }, duihua: { replyP50: 24 } },
    { floor: { replyP50: 50 }, duihua: { replyP50: 30 } },
  ],
  growths: [],
};
const takeover: Measurement = {
  measure: 'takeover',
  conditions,
  rounds: [{ floor: { takeoverSeconds: 10 }, duihua: { takeoverSeconds: 15 } }],
  growths: [{ title: 'list, 10 to 1,000 messages', unit: 'ms', values: [10, 11, 12.5] }],
};
const MEASURES = ['takeover', 'catch-up', 'replies'];

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'duihua-bench-report-'));
  mkdirSync(path.join(root, 'docs/images'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const page = (): string => readFileSync(path.join(root, 'docs/benchmarks.md'), 'utf8');

test('writes both tables, and the picture of growth that the page shows', () => {
  writeReport(root, FULL, [takeover, replies]);
  expect(page()).toContain('| 50.0 ms | 24.0 ms | 0.50 × | ≤ 0.65 × | met |');
  expect(page()).toContain('| list, 10 to 1,000 messages | 10.0 ms | 11.0 ms | 12.5 ms | 1.10 × | 1.25 × |');
  const [, picture = ''] = /!\[[^\]]+\]\(([^)]+\.svg)\)/.exec(page()) ?? [];
  expect(readFileSync(path.join(root, 'docs', picture), 'utf8')).toBe(drawGrowth(takeover.growths));
});

test('says of each measure on which commit, when and on what it was taken', () => {
  const later = { ...takeover, conditions: { ...conditions, commit: '4567cdef', day: '2026-12-01' } };
  writeReport(root, FULL, [later, { ...replies, measure: 'history' }, replies]);
  expect(
    page()
      .split('\n')
      .filter((line) => line.includes(conditions.machine)),
  ).toEqual([
    '- `takeover`: commit 4567cdef, 2026-12-01, load 0.4 before; Node 24.1.0; 2 cores (an old one), 8 GB.',
    '- `history`, `replies`: commit 0123abcd, 2026-11-30, load 0.4 before, 3 rounds; Node 24.1.0; 2 cores (an old one), 8 GB.',
  ]);
});

test('a measure that is taken again takes the place of the one before; the others stay', () => {
  expect(keepMeasurements(root, [replies, takeover], MEASURES)).toEqual([takeover, replies]);
  const again = { ...takeover, conditions: { ...conditions, commit: '4567cdef' } };
  expect(keepMeasurements(root, [again], MEASURES)).toEqual([again, replies]);
  expect(readMeasurements(root)).toEqual([again, replies]);
});

test('a measure that no longer exists is dropped', () => {
  keepMeasurements(root, [replies, takeover], MEASURES);
  expect(keepMeasurements(root, [], ['takeover'])).toEqual([takeover]);
});

test('a figure that could not be measured is left out, not kept as something else', () => {
  const round = toFigures({ floor: { replyP50: Number.NaN }, duihua: { replyP50: 20, replyP99: Infinity } });
  expect(round).toEqual({ floor: {}, duihua: { replyP50: 20 } });
  keepMeasurements(root, [{ ...replies, rounds: [round] }], MEASURES);
  writeReport(root, FULL, readMeasurements(root));
  expect(page()).toContain('| – | 20.0 ms | – | ≤ 0.65 × |');
});

test('a damaged file is refused, not overwritten', () => {
  writeFileSync(measurementsFile(root), '[{"measure": "replies"}]');
  expect(() => keepMeasurements(root, [takeover], MEASURES)).toThrow(/conditions/);
  expect(readFileSync(measurementsFile(root), 'utf8')).toBe('[{"measure": "replies"}]');
});
