// Builds dist: the compiled program, its migrations, and the workflow bundle that workers run. Does nothing when
// no source has changed since the last build.
//   node scripts/build.mjs
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { install, root } from './install.mjs';

const dist = path.join(root, 'dist');
const stamp = path.join(dist, '.source-hash');
const inputs = ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs', 'src'];
/** Folders that are read at run time and are no TypeScript. */
const assets = ['store/migrations'];
/** Must be the same as in the worker: `workflowBundle: { codePath }`. */
const bundleFile = path.join(dist, 'workflow-bundle.js');

async function build() {
  const hash = hashOf(inputs);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;

  console.log('Building …');
  rmSync(stamp, { force: true });
  compile();
  for (const folder of assets) copyAsset(folder);
  await bundleWorkflows();
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

/** What workers load in production: they then need no bundler at their start. */
async function bundleWorkflows() {
  const workflowsPath = path.join(dist, 'workflows/index.js');
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  writeFileSync(bundleFile, code);
}

function hashOf(names) {
  const hash = createHash('sha256');
  for (const name of names) {
    for (const file of filesIn(path.join(root, name))) {
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
