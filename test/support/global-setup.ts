import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { startDevServer } from '../../src/temporal/dev-server/dev-server';
import { findTemporalServer } from '../../src/temporal/dev-server/find-server';
import { workflowBundleOptions } from '../../src/temporal/workflow-bundle';
import { startRunPostgres } from './run-postgres';

const root = path.resolve(__dirname, '../..');
const workflowsFolder = path.join(root, 'src/workflows');
const bundleFolder = path.join(root, '.cache/test');

/**
 * Once per run of Jest: one real Temporal server in memory, one real PostgreSQL server, and one workflow bundle. Tests
 * find them by
 * - `DUIHUA_TEST_POSTGRES_URL`: the PostgreSQL server; set before the run, that one is used, and its template too
 * - `DUIHUA_TEST_TEMPORAL_ADDRESS`: the server, namespace `default`, that can skip time; set before the run, that
 *   server is used and none is started
 * - `DUIHUA_TEST_TEMPORAL_BIN`: the `temporal` program, for tests that need a server of their own; set before the run,
 *   none is looked for
 * - `DUIHUA_TEST_WORKFLOW_BUNDLE`: the file for `workflowBundle: { codePath }`
 */
export default async function globalSetup(): Promise<void> {
  const report = (line: string): void => void process.stdout.write(`${line}\n`);
  // The long tests start programs of `dist`; `npm run test:soak` has built it, `npx jest` has not.
  if (process.env.DUIHUA_SOAK !== undefined) {
    // Not as Jest's `test`, for which the console is built without being made small.
    const { NODE_ENV: _, ...env } = process.env;
    execFileSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { stdio: 'inherit', env });
  }
  const [bundle] = await Promise.all([bundleWorkflows(), startServer(report), startPostgres()]);
  process.env.DUIHUA_TEST_WORKFLOW_BUNDLE = bundle;
}

async function startServer(report: (line: string) => void): Promise<void> {
  const binary = process.env.DUIHUA_TEST_TEMPORAL_BIN ?? (await findBinary(report));
  process.env.DUIHUA_TEST_TEMPORAL_BIN = binary;
  if (process.env.DUIHUA_TEST_TEMPORAL_ADDRESS !== undefined) return;

  const server = await startDevServer({ binary, port: 0, namespace: 'default', canSkipTime: true });
  globalThis.duihuaTestServer = server;
  process.env.DUIHUA_TEST_TEMPORAL_ADDRESS = server.address;
}

async function startPostgres(): Promise<void> {
  if (process.env.DUIHUA_TEST_POSTGRES_URL !== undefined) return;
  const server = await startRunPostgres();
  globalThis.duihuaTestPostgres = server;
  process.env.DUIHUA_TEST_POSTGRES_URL = server.url;
}

async function findBinary(report: (line: string) => void): Promise<string> {
  return (await findTemporalServer({ cacheDir: path.join(root, '.cache/temporal'), report })).path;
}

/** The bundle takes two seconds, so it is kept until one of its sources changes. */
async function bundleWorkflows(): Promise<string> {
  const name = `workflows-${await hashSources()}.js`;
  const file = path.join(bundleFolder, name);
  if (existsSync(file)) return file;

  const { code } = await bundleWorkflowCode({
    ...workflowBundleOptions(workflowsFolder, 'ts'),
    logger: new DefaultLogger('WARN'),
  });
  await mkdir(bundleFolder, { recursive: true });
  await removeOldBundles();
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, code);
  await rename(unfinished, file);
  return file;
}

/** Another run at the same time may still be reading its bundle, so only bundles of earlier days are removed. */
async function removeOldBundles(): Promise<void> {
  const dayMs = 24 * 60 * 60 * 1000;
  for (const name of await readdir(bundleFolder)) {
    const file = path.join(bundleFolder, name);
    if (Date.now() - (await stat(file)).mtimeMs > dayMs) await rm(file, { force: true });
  }
}

/** The folders that the import rules (.dependency-cruiser.cjs) allow in the bundle. */
async function hashSources(): Promise<string> {
  const hash = createHash('sha256').update(await readFile(path.join(root, 'package-lock.json')));
  // How it is bundled.
  hash.update(await readFile(path.join(root, 'src/temporal/workflow-bundle.ts')));
  for (const folder of ['src/workflows', 'src/domain']) {
    const names = await readdir(path.join(root, folder), { recursive: true });
    for (const name of names.filter((file) => file.endsWith('.ts')).sort()) {
      hash.update(`${folder}/${name}\n`).update(await readFile(path.join(root, folder, name)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}
