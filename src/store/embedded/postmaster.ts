/** Which PostgreSQL server runs on a data folder, and which process started it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStart } from '../../platform/process-identity';

/** How long each way of ending a server that was left behind may take, ms. */
const ORPHAN_GRACE_MS = 10_000;
const LOOK_EVERY_MS = 50;
/** The supervising script names its parent (`platform/child-process.ts`). */
const SUPERVISED_BY = /run-while-parent-lives\.mjs\s.*--parent=(\d+)\s/;

/** The process id of the server that runs on `data`; null if none does. */
export function runningServer(data: string): number | null {
  const pid = recordedPid(data);
  return pid !== null && isServerOf(pid, data) ? pid : null;
}

/**
 * The running process that started the server `pid`. Null if it has ended: an orphan then becomes the child of another
 * process, so a reused process id cannot be mistaken for it.
 */
export function ownerOf(pid: number): number | null {
  const supervisor = parentOf(pid);
  const owner = Number(SUPERVISED_BY.exec(commandOf(supervisor))?.[1]);
  return parentOf(supervisor) === owner ? owner : null;
}

/** Whether the server that runs on `data` was started by the process `parentPid`. */
export function isOwnChild(data: string, parentPid: number | undefined): boolean {
  const pid = recordedPid(data);
  return pid !== null && parentPid !== undefined && parentOf(pid) === parentPid;
}

/**
 * Ends a server whose desk is gone: a fast shutdown, then an immediate one, from which the next start recovers.
 * @throws Error if it keeps running
 */
export async function stopOrphan(pid: number, data: string): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // It ended in the meantime.
    }
    for (let waitedMs = 0; waitedMs < ORPHAN_GRACE_MS; waitedMs += LOOK_EVERY_MS) {
      if (runningServer(data) === null) return;
      await sleep(LOOK_EVERY_MS);
    }
  }
  throw new Error(`The PostgreSQL server ${pid}, left behind by an earlier process, could not be ended.`);
}

/**
 * Removes the lock files of a server that was killed and whose process is never reaped (in a container whose first
 * process reaps none): PostgreSQL would believe for ever that it is running. Only if no process works in `data` any
 * more, and only on Linux, where that can be checked.
 */
export function forgetDeadServer({ data, socket }: { readonly data: string; readonly socket: string }): void {
  if (process.platform !== 'linux') return;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  if (pids.some((pid) => isServerOf(Number(pid), data))) return;
  const locks = readdirSync(socket).filter((name) => name.endsWith('.lock'));
  for (const file of [path.join(data, 'postmaster.pid'), ...locks.map((name) => path.join(socket, name))]) {
    rmSync(file, { force: true });
  }
}

function recordedPid(data: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(path.join(data, 'postmaster.pid'), 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

/** Process ids are soon reused: only a process that works in `data` counts. */
function isServerOf(pid: number, data: string): boolean {
  if (processStart(pid) === undefined) return false;
  if (process.platform !== 'linux') return ps(pid, 'command=').includes(data);
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
  } catch {
    return false;
  }
}

function parentOf(pid: number): number {
  if (process.platform !== 'linux') return Number(ps(pid, 'ppid='));
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]);
  } catch {
    return Number.NaN;
  }
}

/** The words of the process's command, each followed by a space. */
function commandOf(pid: number): string {
  if (process.platform !== 'linux') return `${ps(pid, 'command=')} `;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function ps(pid: number, field: string): string {
  try {
    return execFileSync('ps', ['-o', field, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}
