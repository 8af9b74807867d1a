import { retentionRoutes } from '../../contracts/data/retention';
import type { AuditLog } from '../../store/people/audit-log';
import { NOTHING_REMOVED, type RetentionStore } from '../../store/privacy/retention';
import type { Unfollowed } from '../../store/privacy/unfollowed';
import type { RetentionClient } from '../../temporal/retention-client';
import { auditActorOf } from '../middleware/actor';
import { ApiError } from '../problems';
import { implement, type Route } from '../route';

/** Longer than most runs take: only what is due since the last one is removed. */
const AWAITED_MS = 20_000;

/** Runs of retention that administrators ask for. */
export function createRetentionRoutes({
  retention,
  retentionClient,
  unfollowed,
  auditLog,
  clock,
}: {
  readonly retention: Pick<RetentionStore, 'plan'>;
  readonly retentionClient: Pick<RetentionClient, 'runNow'>;
  readonly unfollowed: Pick<Unfollowed, 'count'>;
  readonly auditLog: Pick<AuditLog, 'append'>;
  /** Epoch ms. */
  readonly clock: () => number;
}): readonly Route[] {
  return implement(retentionRoutes)({
    async runRetention({ body: { dryRun }, request }) {
      const contacts = await unfollowed.count();
      if (dryRun) return { dryRun, finished: true, ...(await retention.plan(clock())), contacts };
      await auditLog.append(auditActorOf(request), { action: 'retention.run' });
      const removed = await retentionClient.runNow(AWAITED_MS).catch((cause: unknown) => {
        const detail = 'The run could not be started, or broke off. It is made again by the schedule.';
        throw new ApiError('unavailable', {}, { detail, cause });
      });
      return { dryRun, finished: removed !== null, ...(removed ?? NOTHING_REMOVED), contacts };
    },
  });
}
