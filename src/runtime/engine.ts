import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { createEndpointWaker } from '../outgoing/endpoint-waker';
import { latestChain, unfinishedChain } from '../store/conversations/open-conversations';
import { createWebhookOutbox, WEBHOOKS_NOTICE } from '../store/webhooks/webhook-outbox';
import type { TemporalClient } from '../temporal/connection';
import { type ConversationClient, createConversationClient } from '../temporal/conversation-client';
import { createWakeEndpoint } from '../temporal/endpoint-client';
import { createStartFetch } from '../temporal/media-client';
import type { NamespaceKeeper } from '../temporal/namespace-keeper';
import { createRatingClient } from '../temporal/rating-client';
import { createRetentionClient, type RetentionClient } from '../temporal/retention-client';
import { createRunLookup } from '../temporal/run-lookup';
import { createIntake, type Intake } from './intake';
import type { ClosingList } from './process/stop';
import type { Services } from './services';
import { countRestarted, type EngineWatch, keepNamespace, startEngineWatch } from './watch/engine-watch';
import { keepRetentionSchedule } from './watch/retention-schedule';
import { startChannelRecovery } from './wechat/channel-recovery';
import { startContactSynchronizer } from './wechat/contact-synchronizer';
import { TASK_QUEUE } from './worker';

/** How long a wish waits for the conversation's workflow. */
const ANSWER_WITHIN_MS = 8_000;
/** Long enough for Temporal under load; a signal that takes longer is sent again by the next sweep. */
const SIGNAL_WITHIN_MS = 15_000;
/** How long an event that was announced may wait until its delivery begins, as long as the store can be read. */
const OUTBOX_EVERY_MS = 300;
/** For one whose notice was lost. */
const OUTBOX_SWEPT_EVERY_MS = 5_000;

export type EngineOptions = {
  readonly services: Services;
  readonly temporal: TemporalClient;
  readonly dataDir: string;
  readonly metrics: Registry;
  readonly logger: Logger;
};

/**
 * How an API process works with Temporal: operators' wishes, incoming items, and everything that has to be repeated.
 */
export type Engine = {
  readonly conversations: ConversationClient;
  readonly intake: Intake;
  readonly namespace: NamespaceKeeper;
  readonly warnings: EngineWatch['warnings'];
  readonly retention: RetentionClient;
};

/** Starts it; each part is added to `closing` once it runs. */
export async function startEngine(options: EngineOptions, closing: ClosingList): Promise<Engine> {
  const { services, temporal, dataDir, metrics, logger } = options;
  const { database } = services;
  const client = async (): Promise<TemporalClient> => temporal;
  const namespace = keepNamespace(temporal, logger);
  closing.add('namespace', namespace.close);
  const conversations = createConversationClient({
    client,
    stored: (contactId) => unfinishedChain(database, contactId),
    latest: (contactId) => latestChain(database, contactId),
    taskQueue: TASK_QUEUE,
    answerWithinMs: ANSWER_WITHIN_MS,
    signalWithinMs: SIGNAL_WITHIN_MS,
    onUnprepared: namespace.wake,
    onRestarted: countRestarted(metrics),
  });
  const intake = await createIntake({
    services,
    conversations,
    ratingClient: createRatingClient({ client, taskQueue: TASK_QUEUE, withinMs: SIGNAL_WITHIN_MS }),
    startFetch: createStartFetch({ client, taskQueue: TASK_QUEUE, withinMs: SIGNAL_WITHIN_MS }),
    dataDir,
    logger,
  });
  closing.add('intake', intake.close);
  const watch = startEngineWatch({
    database,
    conversations,
    lookup: createRunLookup({ client, taskQueue: TASK_QUEUE, withinMs: SIGNAL_WITHIN_MS }),
    dispatcher: intake.dispatcher,
    namespace,
    metrics,
    logger,
  });
  closing.add('engine watch', watch.close);
  const retention = createRetentionClient({ client, taskQueue: TASK_QUEUE, withinMs: SIGNAL_WITHIN_MS });
  const schedule = keepRetentionSchedule({ retention, namespace, logger });
  closing.add('retention schedule', schedule.close);
  const contactSynchronizer = await startContactSynchronizer({ services, logger });
  closing.add('contact synchronizer', contactSynchronizer.close);
  const channelRecovery = await startChannelRecovery({ services, conversations, logger });
  closing.add('channel recovery', channelRecovery.close);
  const webhookOutbox = createWebhookOutbox(database);
  const waker = createEndpointWaker({
    outbox: webhookOutbox,
    wake: createWakeEndpoint({ client, taskQueue: TASK_QUEUE, withinMs: SIGNAL_WITHIN_MS }),
    logger,
    everyMs: OUTBOX_EVERY_MS,
    sweepEveryMs: OUTBOX_SWEPT_EVERY_MS,
  });
  closing.add('endpoint waker', waker.close);
  closing.add('webhook notices', await database.listen(WEBHOOKS_NOTICE, waker.follow, waker.follow));
  // What an earlier process has left behind.
  waker.follow();
  return { conversations, intake, namespace, warnings: watch.warnings, retention };
}
