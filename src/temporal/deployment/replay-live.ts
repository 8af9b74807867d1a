import type { Client } from '@temporalio/client';
import type { History } from '@temporalio/common/lib/proto-utils';
import { Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { errorMessage } from '../../platform/errors';
import { type OpenRun, sampleOpenRuns, settledHistory, WORKFLOW_TYPES } from './live-histories';

export type LiveReplay = {
  readonly replayed: number;
  /** Runs that have done nothing yet, or have ended in the meantime. */
  readonly leftOut: number;
  readonly failures: readonly (OpenRun & { readonly reason: string })[];
};

const REPORT_EVERY = 25;

/**
 * Replays the histories of open workflows against a bundle of workflow code, to see whether they could continue with
 * it. Changes nothing at Temporal. Throws if Temporal is unavailable.
 *
 * @param options.most how many of each workflow type; a random sample if more are open
 */
export async function replayLive(options: {
  readonly client: Client;
  readonly taskQueue: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly most: number;
  readonly report: (line: string) => void;
}): Promise<LiveReplay> {
  const { client, taskQueue, workflowBundle, most, report } = options;
  const chosen: OpenRun[] = [];
  for (const type of WORKFLOW_TYPES) {
    const { runs, open } = await sampleOpenRuns(client, { type, taskQueue, most });
    report(`${type}: ${open} open, ${runs.length} of them are replayed`);
    chosen.push(...runs);
  }
  let leftOut = 0;
  // Each history is read while earlier ones are replayed: they are large, and there may be many.
  async function* histories(): AsyncGenerator<{ workflowId: string; history: History }> {
    for (const run of chosen) {
      const history = await settledHistory(client, run);
      if (history === null) leftOut += 1;
      else yield { workflowId: run.workflowId, history };
    }
  }
  const runIds = new Map(chosen.map(({ workflowId, runId }) => [workflowId, runId]));
  const failures: LiveReplay['failures'][number][] = [];
  let replayed = 0;
  const results = Worker.runReplayHistories({ workflowBundle, replayName: 'replay-live' }, histories());
  for await (const { workflowId, error } of results) {
    replayed += 1;
    if (error !== undefined) {
      const failure = { workflowId, runId: runIds.get(workflowId) ?? '', reason: errorMessage(error) };
      failures.push(failure);
      report(`${workflowId} does not replay`);
    }
    if (replayed % REPORT_EVERY === 0) report(`${replayed} of ${chosen.length}`);
  }
  return { replayed, leftOut, failures };
}
