import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { CHROMIUM } from './browser/chromium';
import { commitOf } from './commit-of';
import { type Growth, toGrowthMarkdown } from './growth';
import { drawGrowth } from './growth-picture';
import { type Line, toMarkdown } from './report';
import type { Sizes } from './sizes';

/** Writes `docs/benchmarks.md`, the tables and the conditions of the measurement, and its picture. */
export function writeReport(report: {
  readonly root: string;
  readonly lines: readonly Line[];
  /** What was measured with 1, 10 and 100 times the data. */
  readonly growths: readonly Growth[];
  readonly rounds: number;
  readonly sizes: Sizes;
  readonly temporalVersion: string;
  /** The machine's load average before the first round. */
  readonly loadBefore: number;
  /** Rows that could not be measured on this machine. */
  readonly leftOut: readonly string[];
}): void {
  const { root, lines, growths, rounds, sizes, temporalVersion, loadBefore, leftOut } = report;
  const [processor] = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  const text = `# Benchmarks

Written by \`npm run bench\`; do not edit by hand. Absolute figures belong to one machine: the ratios to the bare engine,
measured beside it in the same run, are what counts. The reasons are in docs/performance.md.

${toMarkdown(lines)}

## Growth

Duihua alone, p50, at 1, 10 and 100 times the data, each in one run. A page and a report should take nearly as long
with 100 times the data; what has to touch all of it, such as erasing, cannot.

![How many times as long each takes with 10 and with 100 times the data](images/growth.svg)

${toGrowthMarkdown(growths)}

## Conditions

- **Floor**: the smallest Express app and worker that do the same work in one process: a webhook is one
  signal-with-start to a workflow that only counts, answered when the signal has returned; a reply is one update, one
  activity, one row in an embedded PostgreSQL and one call to the same simulator; a bot's turn is one activity that asks
  the model, and the same activity as for a reply.
- **Duihua**: the one process of \`npm start\`: API, dispatcher and worker, with an embedded PostgreSQL beside it. A webhook
  is answered when it is durable in the database; the signal follows. A reply is \`POST /api/v1/conversations/:id/messages\` until 201.
- ${rounds === 1 ? 'One round' : `Medians of ${rounds} rounds; a ratio is the median of the rounds' own`}. Both sides run, each with a Temporal server of
  its own (in memory; on disk for the start), and one rests while the other is measured. The load comes from a third
  process, which also runs the simulator: ${sizes.messages} messages, ${sizes.burst} at once,
  ${sizes.replyConversations * sizes.repliesEach} replies, ${sizes.memoryConversations} open conversations.
- The rows from authentication on are measured once in a run, each beside a floor of its own that its title names.
- **Console**: ${describeBrowser(sizes, leftOut)}
- Commit ${commitOf(root)}, ${new Date().toISOString().slice(0, 10)}; Node ${process.versions.node}, Temporal SDK
  ${sdkVersion(root)}, Temporal CLI ${temporalVersion}; ${cpus().length} cores (${processor?.model.trim() ?? 'unknown'}), ${gigabytes} GB; load
  before the start ${loadBefore.toFixed(1)}.
`;
  writeFileSync(path.join(root, 'docs/benchmarks.md'), text);
  writeFileSync(path.join(root, 'docs/images/growth.svg'), drawGrowth(growths));
}

function describeBrowser({ consoleMessages, scrolls }: Sizes, leftOut: readonly string[]): string {
  if (leftOut.length > 0) return `left out (${leftOut.join(', ')}): there was no Chromium on the machine.`;
  // The version is followed by where it was built.
  const said = execFileSync(CHROMIUM, ['--version'], { encoding: 'utf8' });
  const version = /\S+ [\d.]+/.exec(said)?.[0] ?? 'Chromium';
  return `one ${version}, without a window, at 1280 × 800, on the same machine as the desk. A message counts as
  shown in the frame in which half of its row is seen, in the conversation that is open beside the inbox;
  ${consoleMessages} messages on each side, every other one of that conversation, and 49 other operators' event streams,
  none of which may miss one. Its floor is one signal-with-start, an event stream, and a page that adds a line. Lists
  are scrolled ${scrolls} times on each side, frame by frame at 4,000 px/s, down and half of the way back (the transcript
  up), with what has to be loaded on the way; the floor is React's virtual list alone, in the same place, with as
  many rows as high as the console's on average. Script: as it comes over the network, gzip, 1 KB = 1,000 bytes.`;
}

function sdkVersion(root: string): string {
  const file = path.join(root, 'node_modules/@temporalio/client/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
