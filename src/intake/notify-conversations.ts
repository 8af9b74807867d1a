import type { ClaimedChange } from '../store/conversations/change-claims';
import { isAway, isUnprepared } from '../temporal/wish-failure';

/** `notKnown`: this process has not seen the change yet and cannot signal it; it will be tried again. */
export type Notified = 'notified' | 'notKnown';

export type NotifyOptions<Change extends ClaimedChange> = {
  readonly claim: (limit: number) => Promise<readonly Change[]>;
  readonly giveBack: (claimed: readonly Change[]) => Promise<void>;
  readonly notify: (one: Change) => Promise<Notified>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** True: stop after the current one. */
  readonly isClosed: () => boolean;
};

/** Few enough that the last one is reached before its claim expires. */
const AT_ONCE = 50;

/**
 * Claims some changes and signals them, one conversation after another; true if there may be more. A conversation that
 * cannot be notified keeps its claim, so it is tried again after a pause that grows each time. If Temporal is
 * unavailable, which says nothing about the conversations, the remaining claims are given back and the error is thrown.
 */
export async function notifyConversations<Change extends ClaimedChange>(
  options: NotifyOptions<Change>,
): Promise<boolean> {
  const { claim, giveBack, notify, logger, isClosed } = options;
  const claimed = await claim(AT_ONCE);
  const remaining = new Set(claimed);
  let notified = 0;
  try {
    for (const one of claimed) {
      if (isClosed()) break;
      try {
        if ((await notify(one)) === 'notKnown') continue;
        notified += 1;
      } catch (error) {
        if (isAway(error) || isUnprepared(error)) throw error;
        const { contactId, news } = one;
        logger.warn(
          { err: error, contactId, news },
          'an open conversation could not be notified of a change yet',
        );
      }
      remaining.delete(one);
    }
  } finally {
    await giveBack([...remaining]);
  }
  return notified > 0;
}
