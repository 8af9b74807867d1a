/**
 * Keeps two containers or machines from running on one data folder: they do not see each other's processes, and
 * PostgreSQL's own lock is a process id. Whoever runs says so in a file, again and again.
 */
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processPlace } from '../../platform/process-identity';

const BEAT_EVERY_MS = 5_000;
/** Another place that was silent for so long is gone. */
const SILENCE_MS = 30_000;

/** Says in `home` that this place runs on it. Returns the function that ends that. */
export function claimPlace(home: string): () => void {
  const file = fileIn(home);
  writeFileSync(file, processPlace(), { mode: 0o600 });
  const beat = setInterval(() => {
    try {
      const now = new Date();
      utimesSync(file, now, now);
    } catch {
      // The folder was taken away; the server notices by itself.
    }
  }, BEAT_EVERY_MS);
  beat.unref();
  return () => {
    clearInterval(beat);
    rmSync(file, { force: true });
  };
}

/**
 * Waits until no other container or machine runs on `home`: for up to 30 s after one that was killed. Answers false
 * where one goes on saying that it runs. `report` is told when it has to wait.
 */
export async function isPlaceFree(home: string, report: (line: string) => void): Promise<boolean> {
  const file = fileIn(home);
  const first = beatOf(file);
  if (first === undefined) return true;
  if (Date.now() - first < SILENCE_MS) {
    report('Database: another container or machine has used it; waiting until that is surely gone (30 s) …');
  }
  while (Date.now() - first < SILENCE_MS) {
    await sleep(Math.min(1_000, SILENCE_MS));
    const beat = beatOf(file);
    if (beat === undefined) return true;
    if (beat > first) return false;
  }
  return true;
}

/** When another place was last heard of, epoch ms; undefined: never, or it was this one. */
function beatOf(file: string): number | undefined {
  if (!existsSync(file) || readFileSync(file, 'utf8') === processPlace()) return undefined;
  return statSync(file).mtimeMs;
}

function fileIn(home: string): string {
  return path.join(home, 'place');
}
