import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import { SYSTEM } from '../store/people/audit-log';
import type { Erasures } from '../store/privacy/erasures';
import type { Unfollowed } from '../store/privacy/unfollowed';

export type UnfollowEraserDeps = {
  readonly unfollowed: Pick<Unfollowed, 'toErase' | 'isToErase'>;
  readonly erasures: Pick<Erasures, 'begin'>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often contacts who unfollowed are looked for, in ms. */
  readonly everyMs: number;
};

const AT_ONCE = 20;

/**
 * Begins the erasure of contacts who unfollowed, in channels that have this setting. Their conversation has completed by the
 * rules (`unsubscribed`) when they are found. The erasure itself is made by the dispatcher of erasures.
 */
export function createUnfollowEraser(deps: UnfollowEraserDeps): Pick<WorkLoop, 'wake' | 'close'> {
  const { unfollowed, erasures, logger, everyMs } = deps;
  return createWorkLoop({
    async work() {
      const contactIds = await unfollowed.toErase(AT_ONCE);
      for (const contactId of contactIds) {
        // They may follow again, and write, while others are erased.
        await erasures.begin(contactId, 'unfollowed', SYSTEM, (tx) => unfollowed.isToErase(tx, contactId));
      }
      return contactIds.length === AT_ONCE;
    },
    onFailure: (error) => logger.warn({ err: error }, 'contacts who unfollowed could not be erased yet'),
    everyMs,
  });
}
