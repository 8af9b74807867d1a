import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { drawGrowth } from '../../bench/growth-picture';
import { FULL } from '../../bench/sizes';
import { writeReport } from '../../bench/write-report';

const ROOT = path.resolve(__dirname, '../..');

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'duihua-bench-report-'));
  mkdirSync(path.join(root, 'docs/images'), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('writes both tables, and the picture of growth that the page shows', () => {
  const growths = [{ title: 'list, 10 to 1,000 messages', ms: [10, 11, 12.5] as const }];
  const line = {
    title: 'a measure',
    floor: '1 s',
    duihua: '2 s',
    compared: '2.00 ×',
    goal: '',
    verdict: '',
  } as const;
  writeReport({
    root,
    lines: [line],
    growths,
    rounds: 5,
    sizes: FULL,
    temporalVersion: '1.2.3',
    loadBefore: 0.4,
    leftOut: ['console-frames'],
  });
  const page = readFileSync(path.join(root, 'docs/benchmarks.md'), 'utf8');
  expect(page).toContain('| a measure | 1 s | 2 s | 2.00 × |  |  |');
  expect(page).toContain('| list, 10 to 1,000 messages | 10.0 ms | 11.0 ms | 12.5 ms | 1.10 × | 1.25 × |');
  const [, picture = ''] = /!\[[^\]]+\]\(([^)]+\.svg)\)/.exec(page) ?? [];
  expect(readFileSync(path.join(root, 'docs', picture), 'utf8')).toBe(drawGrowth(growths));
});
