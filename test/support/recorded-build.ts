/**
 * Recorded builds of earlier releases (`test/upgrade/builds/<version>.tgz`, made by `scripts/record-build.mjs`): their
 * real API and worker, compiled, which run with the packages installed here.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(__dirname, '../..');
/** Below the project's folder, so that the programs find its packages. */
const CACHE = path.join(ROOT, '.cache/builds');
const run = promisify(execFile);

const BUNDLE = `
const { bundleWorkflowCode, DefaultLogger } = require('@temporalio/worker');
const { writeFileSync } = require('node:fs');
const [workflowsPath, file] = process.argv.slice(1);
bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') }).then(({ code }) => writeFileSync(file, code));
`;

/** The programs' files. */
export type RecordedBuild = { readonly api: string; readonly worker: string };

/** Unpacks a build and bundles its workflows, once for each machine; takes about three seconds. */
export async function unpackBuild(version: string): Promise<RecordedBuild> {
  const archive = path.join(ROOT, 'test/upgrade/builds', `${version}.tgz`);
  const hash = createHash('sha256')
    .update(await readFile(archive))
    .update(await readFile(path.join(ROOT, 'package-lock.json')))
    .digest('hex');
  const folder = path.join(CACHE, `${version}-${hash.slice(0, 16)}`);
  if (!existsSync(folder)) await unpack(archive, folder);
  return { api: path.join(folder, 'dist/api/server.js'), worker: path.join(folder, 'dist/worker.js') };
}

async function unpack(archive: string, folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(`${folder}-`);
  await run('tar', ['-xzf', archive, '-C', unfinished]);
  const dist = path.join(unfinished, 'dist');
  const bundle = [path.join(dist, 'workflows/index.js'), path.join(dist, 'workflow-bundle.js')];
  await run(process.execPath, ['-e', BUNDLE, ...bundle], { cwd: ROOT });
  try {
    await rename(unfinished, folder);
  } catch (error) {
    // Another test was faster.
    if (!existsSync(folder)) throw error;
    await rm(unfinished, { recursive: true });
  }
}
