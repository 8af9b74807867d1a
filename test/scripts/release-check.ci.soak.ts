/** `npm run release:check`, in a small repository: every condition that is not met is named, and what to do. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const COPIED = [
  '.gitignore',
  'package.json',
  'package-lock.json',
  'CHANGELOG.md',
  'THIRD_PARTY_NOTICES.md',
  'docs/upgrading.md',
  'scripts',
  'src/contracts',
  'src/domain',
  'src/platform',
  'src/runtime/process/version.ts',
  'src/store',
  'clients/typescript/package.json',
  'deploy/kubernetes',
  'docs/kubernetes.md',
];
const VERSION = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')).version;
const HISTORIES = 'test/replay/histories';
const DATED = `## ${VERSION} (2026-11-29)`;

let project: string;
beforeAll(() => {
  project = mkdtempSync(path.join(tmpdir(), 'duihua-release-'));
  for (const name of COPIED) cpSync(path.join(ROOT, name), path.join(project, name), { recursive: true });
  cpSync(path.join(ROOT, HISTORIES), path.join(project, HISTORIES), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  // A link is no folder, for which the rule with a slash is.
  appendFileSync(path.join(project, '.gitignore'), 'node_modules\n');
  const changes = read('CHANGELOG.md').replace(/^## .*$/m, DATED);
  writeFileSync(path.join(project, 'CHANGELOG.md'), changes);
  git('init', '--quiet');
  git('add', '--all');
  git(
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@localhost',
    'commit',
    '--quiet',
    '--message',
    'A release',
  );
}, 60_000);
afterEach(() => {
  git('reset', '--quiet', '--hard');
  git('clean', '--quiet', '-d', '--force');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const git = (...args: string[]): string => execFileSync('git', args, { cwd: project, encoding: 'utf8' });
const read = (name: string): string => readFileSync(path.join(project, name), 'utf8');

function change(name: string, from: string | RegExp, to: string): void {
  const text = read(name);
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  writeFileSync(path.join(project, name), changed);
}

const check = (...conditions: string[]) => checkWith(path.dirname(process.execPath), ...conditions);

function checkWith(bin: string, ...conditions: string[]): { code: number | null; output: string } {
  const script = path.join(project, 'scripts/release-check.mjs');
  const args = [script, '--only', conditions.join(',')];
  // Whatever engine this machine has: nothing is built here.
  const PATH = [bin, path.dirname(process.execPath), '/usr/bin', '/bin'].join(':');
  const env = { ...process.env, PATH, DOCKER_HOST: 'unix:///nowhere', CONTAINER_HOST: 'unix:///nowhere' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  return { code: status, output: stdout + stderr };
}

const isMet = { code: 0, output: expect.stringContaining(`Version ${VERSION} can be released.`) };
const isNotMet = (sentence: string | RegExp) => ({ code: 1, output: expect.stringMatching(sentence) });

test('a tree that meets them all', () => {
  const names = ['tree', 'versions', 'changelog', 'upgrade notes', 'migrations', 'tree afterwards'];
  expect(check(...names)).toEqual(isMet);
});

test('a file that is not committed', () => {
  writeFileSync(path.join(project, 'left.txt'), '');
  expect(check('tree')).toEqual(isNotMet(/NOT MET tree\n.*not clean: \?\? left\.txt/));
});

test.each([
  ['clients/typescript/package.json', 'clients/typescript/package.json says 9.9.9'],
  ['package-lock.json', 'package-lock.json says 9.9.9'],
])('another version in %s', (file, sentence) => {
  change(file, `"version": "${VERSION}"`, '"version": "9.9.9"');
  expect(check('versions')).toEqual(isNotMet(sentence));
});

test.each(['deploy/kubernetes/api.yaml', 'docs/kubernetes.md'])(
  'another version of the image in %s',
  (file) => {
    change(file, `duihua:${VERSION}`, 'duihua:9.9.9');
    expect(check('versions')).toEqual(isNotMet(`${file} says 9.9.9`));
  },
);

test.each([
  ['unreleased', `## ${VERSION} (unreleased)`, 'unreleased: give it a date'],
  ['without a date', `## ${VERSION}`, 'has no date'],
  ['with a day that does not exist', `## ${VERSION} (2026-02-30)`, 'has no date'],
  ['in the future', `## ${VERSION} (2999-01-01)`, 'is still to come'],
  ['of another version', '## 9.9.9 (2026-11-29)', 'begins with "## 9.9.9 \\(2026-11-29\\)"'],
  ['empty', `${DATED}\n\n## 0.0.1 (2020-01-01)`, 'does not say what changed'],
])('a change log whose first section is %s', (_name, heading, sentence) => {
  change('CHANGELOG.md', DATED, heading);
  expect(check('changelog')).toEqual(isNotMet(sentence));
});

test('no notes on how to upgrade from the previous version', () => {
  change('docs/upgrading.md', /^## From .*$/m, '## From elsewhere');
  expect(check('upgrade notes')).toEqual(isNotMet(/has no section "## From \d+\.\d+ to \d+\.\d+"/));
});

test('no histories of this version; then only some', () => {
  const folder = path.join(project, HISTORIES, VERSION);
  rmSync(folder, { recursive: true, force: true });
  expect(check('histories')).toEqual(isNotMet('None recorded: while CHANGELOG.md'));
  cpSync(path.join(project, HISTORIES, '0.1.0'), folder, { recursive: true });
  expect(check('histories')).toEqual(isNotMet(/Not .*snoozed.* recorded/));
});

test('a schema with a column that no migration has', () => {
  change('src/store/schema/people.ts', "name: text('name')", "probe: text('probe'), name: text('name')");
  expect(check('migrations')).toEqual(isNotMet('The schema has changes that no migration has'));
});

test('notices that are out of date', () => {
  appendFileSync(path.join(project, 'THIRD_PARTY_NOTICES.md'), 'more\n');
  expect(check('notices')).toEqual(isNotMet('NOT MET notices'));
});

test('without a container engine the image is left out, and that is said', () => {
  expect(check('image')).toEqual({
    code: 0,
    output: expect.stringContaining('no container engine answers here'),
  });
});

test.each([
  ['that cannot be built', 'exit 1', 'exit 1', isNotMet('NOT MET image')],
  [
    'whose programs say nothing of their settings',
    'exit 0',
    'exit 1',
    isNotMet(/did not name the missing settings/),
  ],
  ['whose programs start', 'exit 0', 'echo SECRET_KEY: is missing; exit 1', isMet],
])('an image %s', (_name, build, run, outcome) => {
  // In place of an engine, which not every machine has: what it answers decides.
  const bin = path.join(project, 'node-bin');
  mkdirSync(bin);
  const script = `#!/bin/sh\ncase "$1" in version) exit 0;; build) ${build};; run) ${run};; esac\n`;
  writeFileSync(path.join(bin, 'docker'), script, { mode: 0o755 });
  expect(checkWith(bin, 'image')).toEqual(outcome);
});

test('a condition that does not exist', () => {
  expect(check('weather')).toEqual(isNotMet('There is no condition weather'));
});
