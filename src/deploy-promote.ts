/**
 * `npm run deploy:promote -- [build] [--percent <0 to 99>]`: makes conversations run on one build of the workers, by
 * default WORKER_BUILD_ID; with `--none`, on workers without a build id.
 */
import { parseArgs } from 'node:util';
import { errorMessage } from './platform/errors';
import { loadConfig } from './platform/settings/config';
import { reachTemporal } from './runtime/connect/reach-temporal';
import { StartError } from './runtime/process/failure';
import { printLine, runMain } from './runtime/process/run-main';
import { TASK_QUEUE } from './runtime/worker';
import { promoteBuild } from './temporal/deployment/promote-build';
import { DEPLOYMENT_NAME } from './temporal/deployment/worker-deployment';

const USAGE = 'npm run deploy:promote -- [build] [--percent <0 to 99>] or -- --none';
const WITHIN_MS = 30_000;

async function main(): Promise<void> {
  const read = readArguments();
  if (read === 'help') return printLine(USAGE);
  const config = loadConfig();
  const { build = config.workerBuildId, percentage } = read;
  if (build === undefined) {
    throw new StartError(`Which build? Name it, or set WORKER_BUILD_ID as its workers do: ${USAGE}`);
  }
  const client = await reachTemporal(config);
  try {
    const target = { client, deploymentName: DEPLOYMENT_NAME, taskQueue: TASK_QUEUE };
    const { isDone, sentence } = await client.withDeadline(Date.now() + WITHIN_MS, () =>
      promoteBuild(target, build, percentage),
    );
    (isDone ? process.stdout : process.stderr).write(`${sentence}\n`);
    process.exitCode = isDone ? 0 : 1;
  } finally {
    await client.connection.close();
  }
}

function readArguments():
  | { readonly build: string | null | undefined; readonly percentage: number | undefined }
  | 'help' {
  try {
    const { values, positionals } = parseArgs({
      options: {
        percent: { type: 'string' },
        none: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
      allowPositionals: true,
    });
    const { percent, none = false, help } = values;
    if (help === true) return 'help';
    if (none && (percent !== undefined || positionals.length > 0))
      throw new Error('--none takes no other arguments');
    if (none) return { build: null, percentage: undefined };
    if (positionals.length > 1) throw new Error('name only one build');
    if (percent !== undefined && !/^\d{1,2}$/.test(percent)) throw new Error('--percent takes 0 to 99');
    return { build: positionals[0], percentage: percent === undefined ? undefined : Number(percent) };
  } catch (error) {
    throw new StartError(`${errorMessage(error)}. ${USAGE}`, { cause: error });
  }
}

runMain(main);
