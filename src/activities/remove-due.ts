import { ApplicationFailure } from '@temporalio/activity';
import type { RetentionCounts, RetentionStore } from '../store/privacy/retention';

export type RemoveDueDeps = {
  readonly retention: Pick<RetentionStore, 'removeSome'>;
  /** `RETENTION_AS_OF`: ages may be measured at an instant that is still to come. */
  readonly mayLookAhead: boolean;
};

/** How long one activity works before it says how far it is, in ms. */
const WORKS_FOR_MS = 5_000;

/**
 * Removes some of what is due. Fails for good with `invalid_as_of` if `asOf` is no time, or later than the wall clock where
 * that is not allowed: what is removed is gone, and a wrong date would remove everything.
 */
export function createRemoveDue({ retention, mayLookAhead }: RemoveDueDeps) {
  return async ({
    asOf,
  }: {
    readonly asOf?: string | undefined;
  }): Promise<RetentionCounts & { readonly isDone: boolean }> => {
    const now = Date.now();
    const at = asOf === undefined ? now : Date.parse(asOf);
    if (!Number.isFinite(at)) throw ApplicationFailure.nonRetryable('`asOf` is no time', 'invalid_as_of');
    if (at > now && !mayLookAhead) {
      throw ApplicationFailure.nonRetryable('`asOf` is later than now', 'invalid_as_of');
    }
    return retention.removeSome(at, WORKS_FOR_MS);
  };
}
