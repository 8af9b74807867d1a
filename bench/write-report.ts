import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { toGrowthMarkdown } from './growth';
import { drawGrowth } from './growth-picture';
import type { Measurement } from './measurement';
import { toLines, toMarkdown } from './report';
import type { Sizes } from './sizes';

/** Writes `docs/benchmarks.md`, the tables and the conditions of the measurement, and its picture. */
export function writeReport(root: string, sizes: Sizes, measurements: readonly Measurement[]): void {
  const growths = measurements.flatMap((one) => one.growths);
  const text = `# Benchmarks

Written by \`npm run bench\`; do not edit by hand. Absolute figures belong to one machine: the ratios to the bare engine,
measured beside it in the same run, are what counts. The reasons are in docs/performance.md.

${toMarkdown(toLines(measurements))}

## Growth

Duihua alone, at 1, 10 and 100 times the data, each in one run: p50 of what takes milliseconds. A page and a report should
take nearly as long with 100 times the data; what has to touch all of it, such as erasing, cannot.

![How many times as much each takes with 10 and with 100 times the data](images/growth.svg)

${toGrowthMarkdown(growths)}

## Conditions

- **Floor**: the smallest Express app and worker that do the same work in one process: a webhook is one
  signal-with-start to a workflow that only counts, answered when the signal has returned; a reply is one update, one
  activity, one row in an embedded PostgreSQL and one call to the same simulator; a bot's turn is one activity that asks
  the model, and the same activity as for a reply.
- **Duihua**: the one process of \`npm start\`: API, dispatcher and worker, with an embedded PostgreSQL beside it; in
  \`resting\`, \`takeover\` and \`catch-up\` API and worker are processes of their own, as in production. A webhook is answered when it is durable in the database; the signal follows. A reply is \`POST /api/v1/conversations/:id/messages\` until 201.
- Medians of the rounds; a ratio is the median of the rounds' own. Both sides run, each with a Temporal server of
  its own (in memory; in a file for \`start\` and \`resting\`), and one rests while the other is measured. The load comes from a third
  process, which also runs the simulator: ${sizes.messages} messages, ${sizes.burst} at once,
  ${sizes.replyConversations * sizes.repliesEach} replies, ${sizes.memoryConversations} open conversations.
- The rows from authentication on are measured once in a run, each beside a floor of its own that its title names.
- **Console**: Chromium without a window, at 1280 × 800, on the same machine as the desk. A message counts as
  shown in the frame in which half of its row is seen, in the conversation that is open beside the inbox;
  ${sizes.consoleMessages} messages on each side, every other one of that conversation, and 49 other operators' event streams,
  none of which may miss one. Its floor is one signal-with-start, an event stream, and a page that adds a line. Lists
  are scrolled ${sizes.scrolls} times on each side, frame by frame at 4,000 px/s, down and half of the way back (the transcript
  up), with what has to be loaded on the way; the floor is React's virtual list alone, in the same place, with as
  many rows as high as the console's on average. Script: as it comes over the network, 1 KB = 1,000 bytes.

## When and on what

\`npm run bench\` takes all of these again; with \`--only <measure> --record\`, one. Each is compared with a floor of the same run.

${describeRuns(measurements)}
`;
  writeFileSync(path.join(root, 'docs/benchmarks.md'), text);
  writeFileSync(path.join(root, 'docs/images/growth.svg'), drawGrowth(growths));
}

/** A line for all measures of one run. */
function describeRuns(measurements: readonly Measurement[]): string {
  const byRun = new Map<string, string[]>();
  for (const { measure, conditions, rounds } of measurements) {
    const { commit, day, loadBefore, machine } = conditions;
    const medians = rounds.length > 1 ? `, ${rounds.length} rounds` : '';
    const run = `commit ${commit}, ${day}, load ${loadBefore.toFixed(1)} before${medians}; ${machine}`;
    byRun.set(run, [...(byRun.get(run) ?? []), `\`${measure}\``]);
  }
  return [...byRun].map(([run, measures]) => `- ${measures.join(', ')}: ${run}.`).join('\n');
}
