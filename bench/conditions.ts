import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { CHROMIUM, hasChromium } from './browser/chromium';
import { commitOf } from './commit-of';
import type { Conditions } from './measurement';

/** What a run measures, and on what. `loadBefore`: the machine's load average before its first measure. */
export function conditionsOf(
  root: string,
  { temporalVersion, loadBefore }: { readonly temporalVersion: string; readonly loadBefore: number },
): Conditions {
  const [processor] = cpus();
  const programs = [
    `Node ${process.versions.node}`,
    `Temporal SDK ${sdkVersion(root)}`,
    `Temporal CLI ${temporalVersion}`,
    ...(hasChromium() ? [chromiumVersion()] : []),
  ];
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return {
    commit: commitOf(root),
    day: new Date().toISOString().slice(0, 10),
    loadBefore,
    machine: `${programs.join(', ')}; ${cpus().length} cores (${processor?.model.trim() ?? 'unknown'}), ${gigabytes} GB`,
  };
}

function chromiumVersion(): string {
  // The version is followed by where it was built.
  const said = execFileSync(CHROMIUM, ['--version'], { encoding: 'utf8' });
  return /\S+ [\d.]+/.exec(said)?.[0] ?? 'Chromium';
}

function sdkVersion(root: string): string {
  const file = path.join(root, 'node_modules/@temporalio/client/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
