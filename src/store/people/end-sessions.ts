import { and, eq, type SQL } from 'drizzle-orm';
import type { Db } from '../engine/database-types';
import { pushSubscriptions } from '../schema/alerts';
import { sessions } from '../schema/people';

/**
 * Ends the sessions of an operator, or `which` of them, and all their alerts to browsers: a browser whose session goes on subscribes
 * again when the console is shown there.
 */
export async function endSessions(tx: Db, operatorId: string, which?: SQL): Promise<void> {
  await tx.delete(sessions).where(and(eq(sessions.operatorId, operatorId), which));
  await tx.delete(pushSubscriptions).where(eq(pushSubscriptions.operatorId, operatorId));
}
