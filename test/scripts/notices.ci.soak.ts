/** `npm run notices`, on a copy of what it reads. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const COPIED = ['package-lock.json', 'THIRD_PARTY_NOTICES.md', 'scripts', 'src/console'];
type Lock = { packages: Record<string, { version: string; license?: string; dev?: boolean }> };

let project: string;
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'duihua-notices-'));
  for (const name of COPIED) cpSync(path.join(ROOT, name), path.join(project, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function notices(...args: string[]): { code: number | null; output: string } {
  const script = path.join(project, 'scripts/notices.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { code: status, output: stdout + stderr };
}

function changeLock(change: (packages: Lock['packages']) => void): void {
  const file = path.join(project, 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  change(lock.packages);
  writeFileSync(file, JSON.stringify(lock));
}

const noticesFile = () => path.join(project, 'THIRD_PARTY_NOTICES.md');

test('the file in the repository is what is written from the lock file', () => {
  expect(notices('--check')).toEqual({ code: 0, output: '' });
  const before = readFileSync(noticesFile(), 'utf8');
  writeFileSync(noticesFile(), '');
  expect(notices()).toEqual({ code: 0, output: '' });
  expect(readFileSync(noticesFile(), 'utf8')).toBe(before);
});

test('packages of production and of the console are in it, and tools are not', () => {
  const text = readFileSync(noticesFile(), 'utf8');
  expect(text).toMatch(/^\| express \| 5\S* \| MIT \| server \|$/m);
  expect(text).toMatch(/^\| antd \| \S+ \| MIT \| console \|$/m);
  // What antd is made of, and what a package brings for one platform.
  expect(text).toMatch(/^\| @rc-component\/util \| \S+ \| MIT \| console \|$/m);
  expect(text).toMatch(/^\| @node-rs\/argon2-darwin-arm64 \| \S+ \| MIT \| server \|$/m);
  expect(text).not.toMatch(/^\| (?:jest|knip|playwright-core) \|/m);
  // Nor is our own client, with what only it needs.
  expect(text).not.toMatch(/^\| (?:duihua-client|openapi-fetch|openapi-typescript-helpers) \|/m);
  // Texts: a file, a section of a README, a NOTICE.
  expect(text).toContain('Copyright (c) 2009-2014 TJ Holowaychuk');
  expect(text).toMatch(/^### pgpass \S+\n\n````text\nCopyright \(c\) 2013-2016/m);
  expect(text).toContain('swagger-ui\nCopyright');
});

test('a changed lock file asks for new notices', () => {
  changeLock((packages) => {
    delete packages['node_modules/express'];
  });
  expect(notices('--check')).toMatchObject({ code: 1, output: expect.stringContaining('npm run notices') });
});

test('what is not installed as the lock file says is not written of', () => {
  changeLock((packages) => {
    packages['node_modules/express'] = { version: '5.0.0', license: 'MIT' };
  });
  expect(notices()).toMatchObject({
    code: 1,
    output: expect.stringMatching(/^express 5\.0\.0 is not installed/),
  });
});

test.each([
  ['GPL-3.0-only', 1],
  ['MIT AND GPL-3.0-only', 1],
  ['(GPL-3.0-only OR MIT)', 0],
])('a package under %s: exit code %i', (license, code) => {
  changeLock((packages) => {
    const express = packages['node_modules/express'];
    if (express !== undefined) express.license = license;
  });
  const result = notices();
  expect(result.code).toBe(code);
  if (code === 1) expect(result.output).toMatch(/^express \S+ is under .*GPL-3\.0-only.*: replace it/);
});
