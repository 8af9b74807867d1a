import { mkdirSync, rmSync, watch } from 'node:fs';
import path from 'node:path';
import { bundleWorkflows, compile, copyAssets, dist, programStamp } from './build-program.mjs';
import { hashOfFiles } from './hash-of-files.mjs';
import { root } from './install.mjs';

/** An editor may save several files at once; switching branches changes hundreds. */
const GATHERED_MS = 100;
/** The compiler's notes on its last run. */
const buildInfo = path.join(dist, '.tsbuildinfo');
/** Everything that a workflow may import (`workflows-are-deterministic` in .dependency-cruiser.cjs). */
const bundled = ['dist/workflows', 'dist/domain'];

/**
 * Builds the program now and after every change under src, except in the console; calls `onBuilt` after each successful
 * build. A build that fails leaves the previous one in dist.
 */
export function watchProgram(onBuilt) {
  // Another build may have written to dist since.
  rmSync(buildInfo, { force: true });
  mkdirSync(dist, { recursive: true });
  let bundledHash;
  let isStale = false;
  let isBuilding = false;
  let timer;

  const build = async () => {
    // From now on dist does not match the stamp.
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
      else console.log('The build failed. Waiting for the next change …');
    }
    isBuilding = false;
  };
  const changed = () => {
    isStale = true;
    clearTimeout(timer);
    timer = setTimeout(() => void buildAll(), GATHERED_MS);
  };

  const watcher = watch(path.join(root, 'src'), { recursive: true }, (_event, name) => {
    if (name?.split(path.sep)[0] !== 'console') changed();
  });
  // A file was deleted before the watcher could look at it.
  watcher.on('error', changed);
  changed();
}

/** Also false if the workflows cannot be bundled: the next change may fix it. */
async function buildOrTell(build) {
  try {
    return await build();
  } catch (error) {
    console.error(error.message);
    return false;
  }
}
