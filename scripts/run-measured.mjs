// For programs whose figures depend on what else runs (fire, bench).
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, loadavg } from 'node:os';
import { install, root, runNode } from './install.mjs';

/**
 * Installs, builds, calls `prepare`, and runs `node <args> <this script's arguments>` until it ends. Then this process ends too, with
 * the same exit code, or 128 and the number of the signal. `DUIHUA_LOAD_BEFORE` tells the program the load before all that,
 * since building is load too.
 */
export async function runMeasured(args, prepare = async () => {}) {
  const [loadBefore] = loadavg();
  install();
  runNode('scripts/build.mjs');
  await prepare();
  const child = spawn(process.execPath, [...args, ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, DUIHUA_LOAD_BEFORE: String(loadBefore) },
  });
  // Ctrl-C in the terminal reaches the program too, which ends its own processes; this one waits for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const [code, signal] = await once(child, 'exit');
  process.exit(code ?? 128 + constants.signals[signal]);
}
