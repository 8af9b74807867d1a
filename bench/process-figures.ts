/** Memory and processor time of other processes, from Linux's `/proc`; NaN elsewhere. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Of some processes together. Memory: what they share is counted once. */
export type ProcessFigures = { readonly memoryMb: number; readonly cpuMs: number };

/** Clock ticks of `/proc/<pid>/stat`: Linux shows them in hundredths of a second, whatever its own clock. */
const TICK_MS = 10;

/** Adds up these processes, and the processor time of their children that have ended. */
export function figuresOf(pids: readonly number[]): ProcessFigures {
  if (!existsSync('/proc/self/smaps_rollup')) return { memoryMb: Number.NaN, cpuMs: Number.NaN };
  let [memoryMb, cpuMs] = [0, 0];
  for (const pid of pids) {
    const stat = statOf(pid);
    if (stat === null) continue;
    // Its own, and that of ended children which it has waited for, such as a connection's backend of PostgreSQL.
    for (const ticks of stat.slice(11, 15)) cpuMs += Number(ticks) * TICK_MS;
    memoryMb += Number(/^Pss:\s+(\d+)/m.exec(readOf(pid, 'smaps_rollup') ?? '')?.[1] ?? 0) / 1024;
  }
  return { memoryMb, cpuMs };
}

/** The processes that this one started. */
export function childrenOf(parent: number): readonly number[] {
  const all = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return all.map(Number).filter((pid) => Number(statOf(pid)?.[1]) === parent);
}

/** The embedded PostgreSQL of a data folder: its first process and all of that one's children. */
export function postgresOf(dataDir: string): readonly number[] {
  const [first = ''] = readFileSync(path.join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n');
  const parent = Number(first);
  return [parent, ...childrenOf(parent)];
}

/** The Temporal server that listens at this address. */
export function temporalOf(address: string): readonly number[] {
  const port = address.slice(address.lastIndexOf(':') + 1);
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  // Not its supervising script, whose arguments contain the same options.
  const line = lines.find((one) => one.includes(`--port ${port}`) && !one.includes('run-while-parent-lives'));
  return line === undefined ? [] : [Number.parseInt(line.trim(), 10)];
}

/** The fields of `/proc/<pid>/stat` after the name, from the state on; null: it has ended. */
function statOf(pid: number): readonly string[] | null {
  const text = readOf(pid, 'stat');
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function readOf(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return null;
  }
}
