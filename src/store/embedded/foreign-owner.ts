/**
 * Keeps two containers or machines from running on one data folder: they do not see each other's processes, and
 * PostgreSQL's own lock is a process id. The running one touches a file at short intervals.
 */
import { existsSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processPlace } from '../../platform/process-identity';

const BEAT_EVERY_MS = 5_000;
/** Another machine that has been silent for this long is gone. */
const SILENCE_MS = 30_000;

/** Marks `home` as used by this machine. Returns the function that ends that. */
export function claimPlace(home: string): () => void {
  const file = fileIn(home);
  writeFileSync(file, processPlace(), { mode: 0o600 });
  const beat = setInterval(() => {
    try {
      const now = new Date();
      utimesSync(file, now, now);
    } catch {
      // The folder was removed; the server notices that on its own.
    }
  }, BEAT_EVERY_MS);
  beat.unref();
  return () => {
    clearInterval(beat);
    rmSync(file, { force: true });
  };
}

/**
 * Waits until no other container or machine runs on `home`: up to 30 s after one that was killed. False if the other
 * one keeps running. `report` gets a line if it has to wait.
 */
export async function isPlaceFree(home: string, report: (line: string) => void): Promise<boolean> {
  const file = fileIn(home);
  const first = beatOf(file);
  if (first === null) return true;
  if (Date.now() - first < SILENCE_MS) {
    report('Database: another container or machine has used it; waiting until it is certainly gone (30 s) …');
  }
  while (Date.now() - first < SILENCE_MS) {
    await sleep(Math.min(1_000, SILENCE_MS));
    const beat = beatOf(file);
    if (beat === null) return true;
    if (beat > first) return false;
  }
  return true;
}

/** When another machine last touched the file, epoch ms; null: never, or it was this one. */
function beatOf(file: string): number | null {
  if (!existsSync(file) || readFileSync(file, 'utf8') === processPlace()) return null;
  return statSync(file).mtimeMs;
}

function fileIn(home: string): string {
  return path.join(home, 'place');
}
