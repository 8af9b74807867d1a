import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { createActivities } from '../activities';

type Activities = ReturnType<typeof createActivities>;

/**
 * Writes a projection. Nearly every step needs one, so it is a local activity: short, idempotent, and without its own
 * events. It is tried three times; if the store stays unavailable, `recordConversation` takes over.
 */
export const { projectConversation } = proxyLocalActivities<Pick<Activities, 'projectConversation'>>({
  startToCloseTimeout: '5 s',
  retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumAttempts: 3 },
});

/**
 * Writes a projection as a normal activity: it starts only when the workflow task that scheduled it is in the history.
 * It is retried forever, which adds no events.
 */
export const { projectConversation: recordConversation } = proxyActivities<
  Pick<Activities, 'projectConversation'>
>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '500 ms', backoffCoefficient: 2, maximumInterval: '15 s' },
  summary: 'writes the conversation to the store',
});

/** A send that may have happened must never be repeated by Temporal, so there is one attempt (docs/rules.md#32). */
export const { deliverMessage } = proxyActivities<Pick<Activities, 'deliverMessage'>>({
  startToCloseTimeout: '7 s',
  retry: { maximumAttempts: 1 },
  summary: 'sends one message to WeChat',
});

/** Looks up an attempt's outcome; retried forever. */
export const { settleAttempt } = proxyActivities<Pick<Activities, 'settleAttempt'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '10 s' },
  summary: 'looks up the outcome of an attempt to send',
});

/** Asks WeChat whether the contact still follows. Optional, so three tries. */
export const { checkSubscription } = proxyActivities<Pick<Activities, 'checkSubscription'>>({
  startToCloseTimeout: '15 s',
  retry: { initialInterval: '1 s', maximumAttempts: 3 },
  summary: 'asks WeChat whether the contact still follows the account',
});

/** How long it may take to write a greeting into the transcript, including retries and waiting for a worker. */
const PREPARED_WITHIN = '10 minutes';

/**
 * Writes a greeting into the transcript. It is retried until the event is filed, so that the greeting comes after it,
 * but not forever: a greeting is useless after a minute, and after ten nobody needs a record that it was not sent.
 */
export const { prepareGreeting } = proxyActivities<Pick<Activities, 'prepareGreeting'>>({
  startToCloseTimeout: '10 s',
  scheduleToCloseTimeout: PREPARED_WITHIN,
  retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
  summary: 'writes a greeting into the transcript',
});

/** A short write that the transcript needs: retried forever, at growing intervals. */
export const { dropGreeting } = proxyActivities<Pick<Activities, 'dropGreeting'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
  summary: 'records that a greeting was not sent',
});
