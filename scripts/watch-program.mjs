import { mkdirSync, rmSync, watch } from 'node:fs';
import path from 'node:path';
import { bundleWorkflows, compile, copyAssets, dist, programStamp } from './build-program.mjs';
import { hashOfFiles } from './hash-of-files.mjs';
import { root } from './install.mjs';

/** An editor writes several files at once, a change of branch hundreds. */
const GATHERED_MS = 100;
/** What the compiler knows of its last run. */
const buildInfo = path.join(dist, '.tsbuildinfo');
/** All that a workflow may import (`workflows-are-deterministic` in .dependency-cruiser.cjs). */
const bundled = ['dist/workflows', 'dist/domain'];

/**
 * Builds the program at once and after every change under src, the console's excepted; calls `onBuilt` after each build
 * that found nothing wrong. Where something is wrong, the former build stays in dist.
 */
export function watchProgram(onBuilt) {
  // Something else may have written into dist since the last time.
  rmSync(buildInfo, { force: true });
  mkdirSync(dist, { recursive: true });
  let bundledHash;
  let isStale = false;
  let isBuilding = false;
  let timer;

  const build = async () => {
    // What is built here is not what the stamp says, from the first file on.
    rmSync(programStamp, { force: true });
    if (!(await compile(['--incremental', '--tsBuildInfoFile', buildInfo, '--noEmitOnError']))) return false;
    copyAssets();
    const hash = hashOfFiles(bundled);
    if (hash !== bundledHash) await bundleWorkflows();
    bundledHash = hash;
    return true;
  };
  const buildAll = async () => {
    if (isBuilding) return;
    isBuilding = true;
    while (isStale) {
      isStale = false;
      if (await buildOrTell(build)) onBuilt();
      else console.log('Not built. Waiting for the next change …');
    }
    isBuilding = false;
  };
  const changed = () => {
    isStale = true;
    clearTimeout(timer);
    timer = setTimeout(buildAll, GATHERED_MS);
  };

  const watcher = watch(path.join(root, 'src'), { recursive: true }, (_event, name) => {
    if (name?.split(path.sep)[0] !== 'console') changed();
  });
  // A file that was gone before it could be looked at.
  watcher.on('error', changed);
  changed();
}

/** Workflows that cannot be bundled are the next change's business. */
async function buildOrTell(build) {
  try {
    return await build();
  } catch (error) {
    console.error(error.message);
    return false;
  }
}
