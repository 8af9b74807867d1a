import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Side, startSubject } from '../subject';
import type { Figures, MeasureContext } from './measure';

const ROOT = path.resolve(__dirname, '../../../..');
/** Any free port, so that nothing else on this machine is in the way. */
const FREE_PORTS = { PORT: '0', SIMULATOR_PORT: '0', TEMPORAL_PORT: '0', TEMPORAL_UI_PORT: '0' };
/** Part of the last line that `npm start` prints. */
const READY = 'Ctrl-C stops everything';

/**
 * Seconds until `npm start` has printed its addresses, in a fresh folder and in one it has used before. For the floor:
 * until it, and a Temporal server with its histories on disk, accept load.
 */
export async function measureStart(side: Side, { environment }: MeasureContext): Promise<Figures> {
  if (side === 'floor') {
    const floor = await startSubject(environment, { side, isTemporalOnDisk: true });
    await floor.stop();
    return { startFresh: floor.startMs / 1000 };
  }
  const dataDir = mkdtempSync(path.join(tmpdir(), 'duihua-bench-start-'));
  try {
    return { startFresh: await startOnce(dataDir), startAgain: await startOnce(dataDir) };
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function startOnce(dataDir: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/start.mjs')], {
    cwd: ROOT,
    env: { ...process.env, ...FREE_PORTS, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let output = '';
  const ready = new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
        if (output.includes(READY)) resolve();
      });
    }
  });
  const failed = exited.then(() => Promise.reject(new Error(`npm start ended unexpectedly:\n${output}`)));
  await Promise.race([ready, failed]);
  const seconds = (performance.now() - startedAt) / 1000;
  failed.catch(() => undefined);
  child.kill('SIGINT');
  await exited;
  return seconds;
}
