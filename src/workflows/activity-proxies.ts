import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { createActivities, createBotActivities } from '../activities';
import type { RoutingActivities } from '../domain/routing/claim';
import { botTaskQueue } from './conversation/messages';

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

/** Writes what a contact is told after rating into the transcript; retried like `prepareGreeting`. */
export const { prepareRatingAnswers } = proxyActivities<Pick<Activities, 'prepareRatingAnswers'>>({
  startToCloseTimeout: '10 s',
  scheduleToCloseTimeout: PREPARED_WITHIN,
  retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
  summary: 'writes the answer to a rating into the transcript',
});

/** Stores what the desk says by itself; after a minute nobody expects it any more. */
export const { prepareAutomatic } = proxyActivities<Pick<Activities, 'prepareAutomatic'>>({
  startToCloseTimeout: '10 s',
  scheduleToCloseTimeout: '1 minute',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
  summary: 'stores an automatic message',
});

/** Deletes an automatic message that the conversation has not taken: retried forever, at growing intervals. */
export const { dropAutomatic } = proxyActivities<Pick<Activities, 'dropAutomatic'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
  summary: 'deletes an automatic message that is not sent',
});

/** A short write that the transcript needs: retried forever, at growing intervals. */
export const { dropGreeting } = proxyActivities<Pick<Activities, 'dropGreeting'>>({
  startToCloseTimeout: '10 s',
  retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
  summary: 'records that a greeting was not sent',
});

type BotActivities = ReturnType<typeof createBotActivities>;

/**
 * Asks a bot one turn. It may think for three minutes, so it has a task queue and slots of its own; a worker that dies is
 * noticed by the heartbeat, and another one asks again. When the conversation is handed over it is cancelled, and waited
 * for: an answer that was complete by then is put away. Without a worker or the store it is given up after ten minutes.
 */
export function proxyBots(taskQueue: string) {
  return proxyActivities<Pick<BotActivities, 'askBot'>>({
    taskQueue: botTaskQueue(taskQueue),
    startToCloseTimeout: '190 s',
    scheduleToCloseTimeout: '10 minutes',
    heartbeatTimeout: '10 s',
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    // What fails here is ours or a worker's; the bot's own failures are answers. Only the ten minutes bound the attempts,
    // so that a restart of the store costs no turn.
    retry: { initialInterval: '1 s', backoffCoefficient: 2, maximumInterval: '10 s' },
  });
}

/**
 * Tells a bot of a follow or a scan, and writes what it says into the transcript. Retried like `prepareGreeting`; a bot that
 * has no answer is a result.
 */
export function proxyBotGreetings(taskQueue: string) {
  return proxyActivities<Pick<BotActivities, 'greetByBot'>>({
    taskQueue: botTaskQueue(taskQueue),
    startToCloseTimeout: '1 minute',
    scheduleToCloseTimeout: PREPARED_WITHIN,
    retry: { initialInterval: '100 ms', backoffCoefficient: 2, maximumInterval: '5 s' },
    summary: 'tells the bot of a follow or a scan',
  });
}

/** A short write that the transcript needs: retried for ever. */
export function proxyLateAnswers(taskQueue: string) {
  return proxyActivities<Pick<BotActivities, 'keepLateAnswer'>>({
    taskQueue: botTaskQueue(taskQueue),
    startToCloseTimeout: '10 s',
    retry: { initialInterval: '200 ms', backoffCoefficient: 2, maximumInterval: '1 minute' },
    summary: 'keeps an answer that came too late as a note',
  });
}

/**
 * Reads the opening hours. A short read that nothing waits for longer than a few seconds: if it fails, the channel counts as
 * open, and they are read again after a minute, then ever more seldom.
 */
export const { readHours } = proxyLocalActivities<Pick<RoutingActivities, 'readHours'>>({
  startToCloseTimeout: '2 s',
  retry: { initialInterval: '100 ms', maximumAttempts: 2 },
});

/**
 * Finds an operator and claims a place of theirs: idempotent by the conversation and the number of the claim, so it is a
 * local activity. If it fails, it is asked again, with the next number, after half a minute.
 */
export const { claimOffer } = proxyLocalActivities<Pick<RoutingActivities, 'claimOffer'>>({
  startToCloseTimeout: '2 s',
  retry: { initialInterval: '100 ms', maximumAttempts: 2 },
});
