/** `npm run audit`, with answers of npm: what fails, what an exception is good for, and until when. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const DAY_MS = 86_400_000;

let project: string;
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'duihua-audit-'));
  cpSync(path.join(ROOT, 'scripts'), path.join(project, 'scripts'), { recursive: true });
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

const day = (ahead: number): string => new Date(Date.now() + ahead * DAY_MS).toISOString().slice(0, 10);
const found = (severity: string) => ({
  vulnerabilities: {
    tea: {
      via: [{ name: 'tea', title: 'It leaks', url: 'https://github.com/advisories/GHSA-1', severity }],
    },
    pot: { via: ['tea'] },
  },
});

function audit(report: object, exceptions: readonly object[] = []): { code: number | null; output: string } {
  const file = path.join(project, 'report.json');
  writeFileSync(file, JSON.stringify(report));
  writeFileSync(path.join(project, 'scripts/audit-exceptions.json'), JSON.stringify(exceptions));
  const script = path.join(project, 'scripts/audit.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, '--report', file], {
    encoding: 'utf8',
  });
  return { code: status, output: stdout + stderr };
}
const exception = (seen: number, until: number) => ({
  advisory: 'GHSA-1',
  seen: day(seen),
  until: day(until),
  why: 'We do not pour.',
});

test.each([
  ['critical', 1],
  ['high', 1],
  ['moderate', 0],
  ['low', 0],
])('a vulnerability that is %s ends with %d', (severity, code) => {
  expect(audit(found(severity)).code).toBe(code);
});

test.each([
  ['high', -1, 29, 0],
  ['high', -1, 30, 1],
  ['critical', 0, 7, 0],
  ['critical', 0, 8, 1],
  ['high', -20, -1, 1],
])('a %s one, excepted from day %d to day %d, ends with %d', (severity, seen, until, code) => {
  expect(audit(found(severity), [exception(seen, until)]).code).toBe(code);
});

test('an exception without a reason, or for what is gone, is a problem', () => {
  expect(audit(found('high'), [{ ...exception(0, 5), why: '' }]).code).toBe(1);
  expect(audit({ vulnerabilities: {} }, [exception(0, 5)])).toMatchObject({
    code: 1,
    output: expect.stringContaining('delete its exception'),
  });
});

test('a registry without an audit is said, and fails nothing', () => {
  expect(audit({ message: '405 Method Not Allowed' })).toMatchObject({
    code: 0,
    output: expect.stringContaining('could not be audited'),
  });
});

test('the exceptions of the project are in order', () => {
  const file = path.join(ROOT, 'scripts/audit-exceptions.json');
  for (const one of JSON.parse(readFileSync(file, 'utf8')) as readonly object[]) {
    expect(one).toEqual({
      advisory: expect.stringMatching(/^GHSA-/),
      seen: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      until: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      why: expect.stringMatching(/./),
    });
  }
});
