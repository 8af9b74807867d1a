import { execFileSync } from 'node:child_process';
import { createOpenIds } from '../load/deliveries';
import { temporalOf } from '../process-figures';
import type { Subject } from '../subject';
import type { Measure } from './measure';
import { openConversations } from './settle';

const KB = 1024;

/**
 * The cost of an open conversation: memory of the process and of the Temporal server, before and after many are opened.
 * Some are open already, so what the process needs anyway is not counted.
 */
export const measureMemory: Measure = async (subject, context) => {
  const { memoryConversations } = context.sizes;
  const before = await look(subject);
  await openConversations(subject, context, createOpenIds('memory', memoryConversations));
  const after = await look(subject);
  const each = (name: 'rss' | 'heap' | 'server'): number =>
    (after[name] - before[name]) / memoryConversations / KB;
  return { memoryProcess: each('rss'), memoryHeap: each('heap'), memoryServer: each('server') };
};

async function look(subject: Subject): Promise<Record<'rss' | 'heap' | 'server', number>> {
  return { ...(await subject.calls.memory()), server: residentOfServer(subject.temporalAddress) };
}

/** Resident memory of the Temporal server that listens at this address, in bytes; NaN if `ps` does not say. */
function residentOfServer(address: string): number {
  const [pid] = temporalOf(address);
  if (pid === undefined) return Number.NaN;
  return (
    Number.parseInt(execFileSync('ps', ['-p', String(pid), '-o', 'rss='], { encoding: 'utf8' }), 10) * KB
  );
}
