// npm run release:check: says whether this tree can be released, a line for each condition. Exit code 1 if one is not met.
// Nothing is written but .cache. `--only versions,changelog` checks some of them.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './install.mjs';
import {
  previousVersion,
  problemsOfChangelog,
  problemsOfHistories,
  problemsOfTree,
  problemsOfUpgradeNotes,
  problemsOfVersions,
} from './release-rules.mjs';

const require = createRequire(import.meta.url);
const read = (name) => readFileSync(path.join(root, name), 'utf8');
const json = (name) => JSON.parse(read(name));
const { version } = json('package.json');

const NAME_THE_IMAGE = ['deploy/kubernetes/api.yaml', 'deploy/kubernetes/worker.yaml', 'docs/kubernetes.md'];

/** Each returns its problems; a string that begins with `Note:` is none. */
const CONDITIONS = {
  tree: () => problemsOfTree(run('git', ['status', '--porcelain']).output),
  versions: checkVersions,
  changelog: () => problemsOfChangelog(read('CHANGELOG.md'), version, new Date().toISOString().slice(0, 10)),
  'upgrade notes': () =>
    problemsOfUpgradeNotes(readIfThere('docs/upgrading.md'), version, previousVersion(read('CHANGELOG.md'))),
  histories: () => problemsOfHistories(version, recordedNames()),
  migrations: checkMigrations,
  notices: () => must('The notices', process.execPath, ['scripts/notices.mjs', '--check']),
  'bill of materials': checkBillOfMaterials,
  dependencies: () => must('The dependencies', 'npm', ['run', '--silent', 'audit']),
  'previous build': checkPreviousBuild,
  client: () => must('The client', process.execPath, ['scripts/client-generate.mjs', '--check']),
  image: () => must('The image', process.execPath, ['scripts/image-check.mjs']),
  // Again: nothing that was run before may have changed what is committed.
  'tree afterwards': () => problemsOfTree(run('git', ['status', '--porcelain']).output),
};

const { only } = parseArgs({ options: { only: { type: 'string' } } }).values;
const names = only?.split(',') ?? Object.keys(CONDITIONS);
const unknown = names.filter((name) => CONDITIONS[name] === undefined);
if (unknown.length > 0) {
  console.error(
    `There is no condition ${unknown.join(', ')}: there are ${Object.keys(CONDITIONS).join(', ')}.`,
  );
  process.exit(1);
}
let failed = 0;
for (const name of names) {
  const said = CONDITIONS[name]();
  const problems = said.filter((line) => !line.startsWith('Note:'));
  console.log(`${problems.length === 0 ? 'ok     ' : 'NOT MET'} ${name}`);
  for (const line of said) console.log(`        ${line}`);
  if (problems.length > 0) failed += 1;
}
console.log(
  failed === 0
    ? `Version ${version} can be released.`
    : `Version ${version} cannot be released: ${failed} of ${names.length} conditions are not met.`,
);
process.exit(failed === 0 ? 0 : 1);

function checkVersions() {
  const { packages, version: ofLock } = json('package-lock.json');
  const client = 'clients/typescript/package.json';
  return problemsOfVersions(version, {
    'package-lock.json': ofLock,
    'package-lock.json (the project itself)': packages['']?.version,
    'package-lock.json (the client)': packages['clients/typescript']?.version,
    [client]: json(client).version,
    'the OpenAPI document': openApiVersion(),
    ...Object.fromEntries(NAME_THE_IMAGE.map((name) => [name, imageVersion(read(name))])),
  });
}

/** Of the image that a page or a manifest names; several different ones are wrong. */
function imageVersion(text) {
  const versions = [...text.matchAll(/duihua:(\d+\.\d+\.\d+)/g)].map(([, named]) => named);
  return [...new Set(versions)].join(' and ');
}

/** Of the document as a desk serves it. */
function openApiVersion() {
  require('./load-typescript.cjs');
  const { readVersion } = require('../src/runtime/process/version.ts');
  const { createOpenApiDocument } = require('../src/contracts/openapi.ts');
  return createOpenApiDocument([], { version: readVersion(), serverUrl: '/' }).info.version;
}

function recordedNames() {
  const folder = path.join(root, 'test/replay/histories');
  const releases = readdirSync(folder).map((release) => [
    release,
    readdirSync(path.join(folder, release)).map((file) => path.basename(file, '.json')),
  ]);
  return Object.fromEntries(releases);
}

/** drizzle-kit would make a migration from the difference of the last snapshot and the schema. */
function checkMigrations() {
  const migrations = 'src/store/migrations';
  mkdirSync(path.join(root, '.cache'), { recursive: true });
  const copy = path.relative(root, mkdtempSync(path.join(root, '.cache/migrations-')));
  try {
    cpSync(path.join(root, migrations), path.join(root, copy), { recursive: true });
    const kit = path.join(path.dirname(require.resolve('drizzle-kit')), 'bin.cjs');
    const args = [
      '--dialect',
      'postgresql',
      '--schema',
      './src/store/schema/*.ts',
      '--out',
      copy,
      '--name',
      'probe',
    ];
    const { output } = run(process.execPath, [kit, 'generate', ...args]);
    // It ends with exit code 0 after an error, too.
    if (output.includes('No schema changes')) return [];
    return output.includes('probe.sql')
      ? ['The schema has changes that no migration has: npm run migrations:generate.']
      : [`The migrations could not be compared with the schema: ${lastLine(output)}`];
  } finally {
    rmSync(path.join(root, copy), { recursive: true });
  }
}

/** What the test of the upgrade starts from. */
function checkPreviousBuild() {
  const file = `test/upgrade/builds/${previousVersion(read('CHANGELOG.md'))}.tgz`;
  return existsSync(path.join(root, file))
    ? []
    : [`${file} is missing: record the build of the release before.`];
}

function checkBillOfMaterials() {
  return must('The bill of materials', 'npm', ['run', '--silent', 'sbom']);
}

function must(what, program, args) {
  const { code, output } = run(program, args);
  if (code !== 0) return [`${what}: ${lastLine(output)}`];
  return output.split('\n').filter((line) => line.startsWith('Note:'));
}

function run(program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, encoding: 'utf8' });
  return { code: status, output: `${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}` };
}

function readIfThere(name) {
  return existsSync(path.join(root, name)) ? read(name) : undefined;
}

/** Of what a program printed: its last line, or the error that it ended with. */
function lastLine(text) {
  const lines = text.trim().split('\n');
  return lines.findLast((line) => /^\w*Error: /.test(line)) ?? lines.at(-1) ?? '';
}
