import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { type Line, toMarkdown } from './report';
import type { Sizes } from './sizes';

/** Writes `docs/benchmarks.md`: the table, and what it was measured with. */
export function writeReport(report: {
  readonly root: string;
  readonly lines: readonly Line[];
  readonly rounds: number;
  readonly sizes: Sizes;
  readonly temporalVersion: string;
  /** The machine's load average before the first round. */
  readonly loadBefore: number;
}): void {
  const { root, lines, rounds, sizes, temporalVersion, loadBefore } = report;
  const [processor] = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const text = `# Benchmarks

Written by \`npm run bench\`; do not edit by hand. Absolute figures belong to one machine: the ratios to the bare engine,
measured beside it in the same run, are what counts.

${toMarkdown(lines)}

- **Floor**: the smallest Express app and worker that do the same work in one process: a webhook is one
  signal-with-start to a workflow that only counts, answered when the signal has returned; a reply is one update, one
  activity, one row in an embedded database and one call to the same simulator.
- **Duihua**: the one process of \`npm start\`: API, dispatcher, worker and embedded database. A webhook is answered when
  it is durable in the database; the signal follows. A reply is \`POST /api/v1/conversations/:id/messages\` until 201.
- Medians of ${rounds} rounds; a ratio is the median of the rounds' own. Both sides run, each with a Temporal server of
  its own (in memory; on disk for the start), and one rests while the other is measured. The load comes from a third
  process, which also runs the simulator: ${sizes.messages} messages, ${sizes.burst} at once,
  ${sizes.replyConversations * sizes.repliesEach} replies, ${sizes.memoryConversations} open conversations.
- Commit ${commit(root)}, ${new Date().toISOString().slice(0, 10)}; Node ${process.versions.node}, Temporal SDK
  ${sdkVersion(root)}, Temporal CLI ${temporalVersion}; ${cpus().length} cores (${processor?.model.trim() ?? 'unknown'}), ${gigabytes} GB; load
  before the start ${loadBefore.toFixed(1)}.
`;
  writeFileSync(path.join(root, 'docs/benchmarks.md'), text);
}

function commit(root: string): string {
  try {
    const git = (...args: string[]): string =>
      execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', 'src') === '' ? '' : ' with changes'}`;
  } catch {
    return 'unknown';
  }
}

function sdkVersion(root: string): string {
  const file = path.join(root, 'node_modules/@temporalio/client/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
