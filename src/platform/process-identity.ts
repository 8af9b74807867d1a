/** Identifies a process, so that another one can tell later whether it is still alive. */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { sha256 } from './ids';

export type ProcessIdentity = {
  readonly pid: number;
  /** See {@link processStart}: distinguishes it from a later process with the same id. */
  readonly start: string;
  /** See {@link processPlace}. */
  readonly place: string;
};

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, start: processStart(process.pid) ?? '0', place: processPlace() };
}

/** The scope in which process ids are unique: one boot of one machine, and one container. */
export function processPlace(): string {
  const parts = [hostname()];
  for (const read of [
    () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'),
    () => readlinkSync('/proc/self/ns/pid'),
  ]) {
    try {
      parts.push(read());
    } catch {
      // Not Linux: the host name has to do.
    }
  }
  return sha256(parts.join('|')).slice(0, 16);
}

/**
 * When a process started, in the kernel's ticks: distinguishes it from a later one with the same id. Undefined if it
 * does not exist; a zombie has closed its files and counts as gone.
 */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may itself contain spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return process.platform === 'linux' ? undefined : signalled(pid);
  }
}

function signalled(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return '0';
  } catch (error) {
    const isForeign = error instanceof Error && 'code' in error && error.code === 'EPERM';
    return isForeign ? '0' : undefined;
  }
}
