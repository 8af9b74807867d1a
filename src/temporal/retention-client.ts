import { status } from '@grpc/grpc-js';
import {
  type Client,
  ScheduleAlreadyRunning,
  ScheduleOverlapPolicy,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/client';
import { errorCode } from '../platform/errors';
import { TIMED_OUT, withTimeLimit } from '../platform/time-limit';
import {
  RETENTION_NOW,
  RETENTION_SCHEDULE,
  RETENTION_WORKFLOW,
  type RetentionInput,
  type RetentionResult,
} from '../workflows/retention/messages';

export type RetentionClient = {
  /**
   * Makes the schedule if it is missing. Returns `unsupported` if the server has no schedules, as the test server that skips
   * time.
   */
  readonly keepSchedule: () => Promise<'made' | 'there' | 'unsupported'>;
  /**
   * Runs it now, or joins the run that was asked for before; null: it is still running after `waitMs`, and goes on.
   * Rejects if Temporal is unavailable or the run fails.
   */
  readonly runNow: (waitMs: number) => Promise<RetentionResult | null>;
};

type Options = {
  readonly client: () => Promise<Client>;
  readonly taskQueue: string;
  /** How long the server may take, in ms. */
  readonly withinMs: number;
};

/** Removal that is late by an hour does no harm, and one that overlaps no good. */
const EVERY = '1 hour';

/** The schedule and runs of retention. */
export function createRetentionClient({ client: connect, taskQueue, withinMs }: Options): RetentionClient {
  return {
    async keepSchedule() {
      const client = await connect();
      try {
        return await client.withDeadline(Date.now() + withinMs, async () => {
          try {
            await client.schedule.create({
              scheduleId: RETENTION_SCHEDULE,
              spec: { intervals: [{ every: EVERY }] },
              policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: EVERY },
              action: {
                type: 'startWorkflow',
                workflowType: RETENTION_WORKFLOW,
                workflowId: RETENTION_SCHEDULE,
                taskQueue,
                args: [{}] as [RetentionInput],
                staticSummary: 'Removes what channels do not keep any longer',
              },
            });
            return 'made';
          } catch (error) {
            if (error instanceof ScheduleAlreadyRunning) return 'there';
            throw error;
          }
        });
      } catch (error) {
        if (isUnimplemented(error)) return 'unsupported';
        throw error;
      }
    },
    async runNow(waitMs) {
      const client = await connect();
      const handle = await client.withDeadline(Date.now() + withinMs, () =>
        client.workflow
          .start(RETENTION_WORKFLOW, {
            workflowId: RETENTION_NOW,
            taskQueue,
            args: [{}] as [RetentionInput],
            staticSummary: 'Removes what channels do not keep any longer; asked for by an administrator',
          })
          .catch((error: unknown) => {
            if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
            return client.workflow.getHandle(RETENTION_NOW);
          }),
      );
      const result: Promise<RetentionResult> = handle.result();
      const inTime = await withTimeLimit(result, waitMs);
      return inTime === TIMED_OUT ? null : inTime;
    },
  };
}

function isUnimplemented(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return [error, cause].some((one) => errorCode(one) === status.UNIMPLEMENTED);
}
