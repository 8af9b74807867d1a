// Builds dist: the compiled program, its migrations, the workflow bundle that workers run, and the operators' console.
// The program and the console each have a stamp: what has not changed since the last build is skipped.
//   node scripts/build.mjs
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { install, root } from './install.mjs';

const dist = path.join(root, 'dist');
const configs = ['package-lock.json', 'tsconfig.json', 'scripts/build.mjs'];
const program = {
  stamp: path.join(dist, '.source-hash'),
  inputs: [...configs, 'tsconfig.build.json', 'src'],
  // The console is not part of the program, but it imports the rules and the types of the contracts.
  without: ['src/console'],
};
const operatorsConsole = {
  stamp: path.join(dist, '.console-hash'),
  inputs: [...configs, 'vite.config.mjs', 'src/console', 'src/domain', 'src/contracts'],
  without: [],
};
/** Folders that are read at run time and contain no TypeScript. */
const assets = ['store/migrations'];
/** Must be the same as in the worker: `workflowBundle: { codePath }`. */
const bundleFile = path.join(dist, 'workflow-bundle.js');

async function build() {
  await unlessUnchanged(program, async () => {
    console.log('Building …');
    compile();
    for (const folder of assets) copyAsset(folder);
    await bundleWorkflows();
  });
  await unlessUnchanged(operatorsConsole, async () => {
    console.log('Building the console …');
    await buildConsole();
  });
}

async function unlessUnchanged({ stamp, inputs, without }, make) {
  const hash = hashOf(inputs, without);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  rmSync(stamp, { force: true });
  await make();
  mkdirSync(dist, { recursive: true });
  writeFileSync(stamp, hash);
}

function compile() {
  const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) {
    console.error('The build failed: see the messages above.');
    process.exit(1);
  }
}

function copyAsset(folder) {
  const from = path.join(root, 'src', folder);
  const to = path.join(dist, folder);
  rmSync(to, { recursive: true, force: true });
  if (existsSync(from)) cpSync(from, to, { recursive: true });
}

/** What workers load in production, so that they need no bundler when they start. */
async function bundleWorkflows() {
  const workflowsPath = path.join(dist, 'workflows/index.js');
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  writeFileSync(bundleFile, code);
}

async function buildConsole() {
  const vite = await import('vite');
  try {
    await vite.build({ configFile: path.join(root, 'vite.config.mjs'), logLevel: 'warn' });
  } catch (error) {
    console.error(error.message);
    console.error('The build of the console failed: see the message above.');
    process.exit(1);
  }
}

function hashOf(names, without) {
  const hash = createHash('sha256');
  const left = without.map((name) => path.join(root, name) + path.sep);
  for (const name of names) {
    for (const file of filesIn(path.join(root, name))) {
      if (left.some((folder) => file.startsWith(folder))) continue;
      hash.update(`${path.relative(root, file)}\n`).update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

function filesIn(place) {
  const entries = readdirOrUndefined(place);
  if (entries === undefined) return [place];
  return entries
    .sort((one, other) => (one < other ? -1 : 1))
    .flatMap((entry) => filesIn(path.join(place, entry)));
}

function readdirOrUndefined(place) {
  try {
    return readdirSync(place);
  } catch (error) {
    if (error.code === 'ENOTDIR') return undefined;
    throw error;
  }
}

install();
await build();
