import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { createActivities } from '../activities';

type Activities = ReturnType<typeof createActivities>;

/**
 * The projection is the noise of every step, so it is a local activity: short and idempotent. A few tries; where the
 * store stays away, `recordConversation` goes on.
 */
export const { projectConversation } = proxyLocalActivities<Pick<Activities, 'projectConversation'>>({
  startToCloseTimeout: '5 s',
  retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumAttempts: 3 },
});

/**
 * The same work as an activity of its own: begun when the task that asked for it is in the history, and tried again for
 * ever, which adds no events.
 */
export const { projectConversation: recordConversation } = proxyActivities<
  Pick<Activities, 'projectConversation'>
>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '15 s' },
  summary: 'writes the conversation into the store',
});

/** A send that may have happened is never repeated by the platform: one attempt (docs/rules.md#32). */
export const { deliverMessage } = proxyActivities<Pick<Activities, 'deliverMessage'>>({
  startToCloseTimeout: '7 s',
  retry: { maximumAttempts: 1 },
  summary: 'sends one message to WeChat',
});

/** Reads and short writes: tried again for ever. */
export const { settleAttempt } = proxyActivities<Pick<Activities, 'settleAttempt'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '10 s' },
  summary: 'looks up what became of an attempt to send',
});

/** A question to WeChat whose answer is a courtesy: a few tries. */
export const { checkSubscription } = proxyActivities<Pick<Activities, 'checkSubscription'>>({
  startToCloseTimeout: '15 s',
  retry: { initialInterval: '1 s', maximumAttempts: 3 },
  summary: 'asks WeChat whether the contact still follows the account',
});

/** How long a greeting may take to be written into the transcript, tries and waits for a worker included. */
const PREPARED_WITHIN = '10 minutes';

/**
 * Writes a greeting. It waits until the event is filed, so that the greeting stands behind it, but not for ever: there
 * is nothing to greet for after a minute, and later nobody needs to know that it was not sent.
 */
export const { prepareGreeting } = proxyActivities<Pick<Activities, 'prepareGreeting'>>({
  startToCloseTimeout: '10 s',
  scheduleToCloseTimeout: PREPARED_WITHIN,
  retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
  summary: 'writes a greeting into the transcript',
});

/** A short write that the transcript needs: retried for ever, at growing intervals. */
export const { dropGreeting } = proxyActivities<Pick<Activities, 'dropGreeting'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
  summary: 'writes that a greeting was given up',
});
