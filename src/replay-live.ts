/**
 * `npm run replay:live -- [--most <number> | --all]`: replays the open conversations, greetings and file fetches of the
 * configured Temporal against this build, before it is rolled out. Exit code 1 if one of them could not continue.
 */
import { parseArgs } from 'node:util';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { errorMessage } from './platform/errors';
import { loadConfig } from './platform/settings/config';
import { reachTemporal } from './runtime/connect/reach-temporal';
import { StartError } from './runtime/process/failure';
import { printLine, runMain } from './runtime/process/run-main';
import { TASK_QUEUE } from './runtime/worker';
import { replayLive } from './temporal/deployment/replay-live';
import { WORKFLOW_BUNDLE } from './temporal/workflow-bundle';

const USAGE = 'npm run replay:live -- [--most <number> | --all]';
const MOST = 100;

async function main(): Promise<void> {
  const most = readMost();
  if (most === 'help') return printLine(USAGE);
  const config = loadConfig();
  // Failures are printed below, once each. The SDK would print them again with all details.
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { filter: 'off' } },
    shutdownSignals: [],
  });
  const client = await reachTemporal(config);
  try {
    const workflowBundle = { codePath: WORKFLOW_BUNDLE };
    const { replayed, leftOut, failures } = await replayLive({
      client,
      taskQueue: TASK_QUEUE,
      workflowBundle,
      most,
      report: printLine,
    });
    const others = leftOut === 0 ? '' : ` ${leftOut} had done nothing yet or have ended in the meantime.`;
    if (replayed === 0) {
      printLine(`There are no open workflows that this build would have to continue.${others}`);
      return;
    }
    if (failures.length === 0) {
      printLine(`All ${replayed} replay: they can continue with this build.${others}`);
      return;
    }
    for (const { workflowId, runId, reason } of failures) {
      process.stderr.write(`\n${workflowId}, run ${runId}:\n  ${reason}\n`);
    }
    process.stderr.write(
      `\n${failures.length} of ${replayed} do not replay: with this build they would be stuck until it is fixed. ` +
        `Do not roll it out; docs/architecture.md says how to change a workflow.${others}\n`,
    );
    process.exitCode = 1;
  } finally {
    await client.connection.close();
  }
}

function readMost(): number | 'help' {
  try {
    const { all, most, help } = parseArgs({
      options: { most: { type: 'string' }, all: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }).values;
    if (help === true) return 'help';
    if (all === true && most !== undefined) throw new Error('--most and --all exclude each other');
    if (most !== undefined && !/^[1-9]\d{0,6}$/.test(most)) throw new Error('--most takes a number');
    return all === true ? Number.POSITIVE_INFINITY : Number(most ?? MOST);
  } catch (error) {
    throw new StartError(`${errorMessage(error)}. ${USAGE}`, { cause: error });
  }
}

runMain(main);
