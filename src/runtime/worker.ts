import {
  type ActivityInterceptorsFactory,
  type NativeConnection,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { createActivities, createBotActivities, createWebhookActivities } from '../activities';
import { createMediaAtWeChat } from '../activities/media-at-wechat';
import { createSendSlots } from '../activities/send-slots';
import { createBotGreetings } from '../store/bots/bot-greetings';
import { createBotTurns } from '../store/bots/bot-turns';
import { createTurnTexts } from '../store/bots/turn-texts';
import { createBotFailures } from '../store/channels/bot-failures';
import { createChannelPauses } from '../store/channels/channel-pauses';
import { DEFAULT_DESK_SETTINGS } from '../store/channels/channel-settings';
import { createProjections } from '../store/conversations/projections';
import { createWeChatMediaCache } from '../store/files/wechat-media';
import { createHoursStore } from '../store/hours/hours';
import { createRatingAnswers } from '../store/ratings/rating-answers';
import { createRatings } from '../store/ratings/ratings';
import { createOfferClaims } from '../store/routing/claims';
import { createAutomaticMessages } from '../store/transcript/automatic-messages';
import { createGreetings } from '../store/transcript/greetings';
import { createSendLedger } from '../store/transcript/send-ledger';
import { versionedAs } from '../temporal/deployment/worker-deployment';
import { createWorkflowTaskSlots, type SlotLimits } from '../temporal/workflow-task-slots';
import { botTaskQueue } from '../workflows/conversation/messages';
import { webhookTaskQueue } from '../workflows/endpoint/messages';
import type { Services } from './services';
import type { HistoryLengths } from './watch/history-lengths';
import { createSendTyping } from './wechat/send-typing';

/** The task queue of all conversations. */
export const TASK_QUEUE = 'duihua';

/** A send ends within its activity's 7 s; what is in progress at a stop may finish. */
const GRACE_MS = 10_000;
/**
 * How long a conversation in a dead worker's cache waits before another worker takes it over. The SDK's default of 10 s
 * is longer than an operator's wish waits for its answer.
 */
const STICKY_WAITS_MS = 2_000;
/**
 * A worker takes only as many workflow tasks at once as it can finish within their time limit (5 s), replay included; the
 * others wait at the server, where no time limit runs. One thread runs them all, and a replay of 300 events takes a fifth
 * of a second of it: with 16, a worker that took over forty conversations while other programs wanted the cores finished
 * none of them in time, for minutes. On a quiet machine 16 answer 200 contacts sooner (docs/performance.md). So the number
 * follows what the tasks take.
 */
const WORKFLOW_TASKS: SlotLimits = {
  least: 3,
  most: 16,
  quickMs: 500,
  soonMs: 200,
  slowMs: 1_500,
  quietMs: 5_000,
};
/** As many of each queue as may wait with the most slots. */
const WORKFLOW_TASK_POLLS = 8;
/** Of each kind, local and not; the SDK's own number. */
const ACTIVITIES = 100;
/** Out of the worker's activity slots: a hanging channel leaves the rest to others. */
const SENDS_PER_CHANNEL = 20;
/** For all channels together: fetching a file may take long, and no reply should wait behind it. */
const FETCHES = 24;
/** A channel whose files hang leaves two thirds of the slots to the others. */
const FETCHES_PER_CHANNEL = 8;
/** Turns of bots that a worker has under way; each takes a connection and little else. */
const TURNS = 250;
/** Lanes of endpoints that a worker has under way; one that answers slowly holds eight at most. */
const DELIVERIES = 100;
const HEARTBEATS_EVERY_MS = 1_000;

export type WorkerOptions = {
  readonly services: Services;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly taskQueue?: string;
  /** Which build of which deployment it is; unset: it has no version. */
  readonly build?: { readonly deploymentName: string; readonly buildId: string };
  /** Around every activity; for traces. */
  readonly activityInterceptors?: readonly ActivityInterceptorsFactory[] | undefined;
  /** Takes note of each conversation that is written. */
  readonly historyLengths?: Pick<HistoryLengths, 'note'> | undefined;
  /** 0: each task replays from the beginning; for tests. */
  readonly maxCachedWorkflows?: number;
};

/**
 * Creates the workers of a process: one for all workflows and the activities of conversations, one for bots, one for outgoing
 * webhooks. Call `run()` to start each and `shutdown()` to stop it.
 */
export async function createWorkers(options: WorkerOptions): Promise<readonly [Worker, Worker, Worker]> {
  return [
    await createConversationWorker(options),
    await createBotWorker(options),
    await createWebhookWorker(options),
  ];
}

function createConversationWorker(options: WorkerOptions): Promise<Worker> {
  const { services, workflowBundle, maxCachedWorkflows } = options;
  const { database, wechat, credentialsOf, contacts } = services;
  return Worker.create({
    ...whereItRuns(options),
    taskQueue: options.taskQueue ?? TASK_QUEUE,
    workflowBundle,
    activities: createActivities({
      project: noting(createProjections(database), options.historyLengths),
      ledger: createSendLedger(database),
      pauses: createChannelPauses(database),
      troubles: services.troubles,
      slots: createSendSlots(SENDS_PER_CHANNEL),
      addressOf: contacts.addressOf,
      credentialsOf,
      wechat,
      attachments: services.attachments,
      mediaStore: services.mediaStore,
      download: services.download,
      fetchSlots: createSendSlots(FETCHES_PER_CHANNEL, FETCHES),
      media: createMediaAtWeChat({ ...services, cache: createWeChatMediaCache(database) }),
      greetings: createGreetings(database),
      automatic: createAutomaticMessages(database),
      hours: createHoursStore(database),
      offerClaims: createOfferClaims(database),
      retention: services.retention,
      mayLookAhead: services.mayRetentionLookAhead,
      ratings: createRatings(database),
      ratingAnswers: createRatingAnswers(database),
    }),
    shutdownGraceTime: GRACE_MS,
    stickyQueueScheduleToStartTimeout: STICKY_WAITS_MS,
    tuner: {
      workflowTaskSlotSupplier: createWorkflowTaskSlots(WORKFLOW_TASKS),
      activityTaskSlotSupplier: { type: 'fixed-size', numSlots: ACTIVITIES },
      localActivityTaskSlotSupplier: { type: 'fixed-size', numSlots: ACTIVITIES },
      nexusTaskSlotSupplier: { type: 'fixed-size', numSlots: 1 },
    },
    workflowTaskPollerBehavior: { type: 'simple-maximum', maximum: WORKFLOW_TASK_POLLS },
    nonStickyToStickyPollRatio: 0.5,
    ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
  });
}

type Project = ReturnType<typeof createProjections>;

function noting(project: Project, lengths: WorkerOptions['historyLengths']): Project {
  return (projection) => {
    lengths?.note(projection);
    return project(projection);
  };
}

/** A bot may think for minutes, so bots have slots of their own: no send waits behind a turn. */
function createBotWorker(options: WorkerOptions): Promise<Worker> {
  const { services, taskQueue = TASK_QUEUE } = options;
  const { database, channelCache, contacts, botting } = services;
  const showTyping = createSendTyping(services);
  const sendTyping = async (to: Parameters<typeof showTyping>[0]): Promise<void> => {
    await showTyping(to);
  };
  return Worker.create({
    ...whereItRuns(options),
    taskQueue: botTaskQueue(taskQueue),
    activities: createBotActivities({
      answerTurn: botting.answerTurn,
      askTrigger: botting.askTrigger,
      bots: botting.bots,
      preparing: botting.preparing,
      contacts,
      greetings: createGreetings(database),
      botGreetings: createBotGreetings(database),
      botTurns: createBotTurns(database),
      botFailures: createBotFailures(database),
      turnTexts: createTurnTexts(database),
      sendTyping,
      async continueTextOf(channelId) {
        const found = await channelCache.get(channelId);
        return (found?.channel.settings ?? DEFAULT_DESK_SETTINGS).bot.continueText;
      },
    }),
    maxConcurrentActivityTaskExecutions: TURNS,
    // What it is told when it has to stop reaches it with a heartbeat.
    maxHeartbeatThrottleInterval: HEARTBEATS_EVERY_MS,
    shutdownGraceTime: 0,
  });
}

/** Endpoints may answer slowly, so deliveries have slots of their own. */
function createWebhookWorker(options: WorkerOptions): Promise<Worker> {
  const { services, taskQueue = TASK_QUEUE } = options;
  const { webhooks, webhookDeliveries: deliveries, deliver } = services.webhooking;
  return Worker.create({
    ...whereItRuns(options),
    taskQueue: webhookTaskQueue(taskQueue),
    activities: createWebhookActivities({ webhooks, deliveries, deliver }),
    maxConcurrentActivityTaskExecutions: DELIVERIES,
    shutdownGraceTime: GRACE_MS,
  });
}

function whereItRuns({ connection, namespace, build, activityInterceptors = [] }: WorkerOptions) {
  return {
    connection,
    namespace,
    interceptors: { activity: [...activityInterceptors] },
    shutdownForceTime: 2 * GRACE_MS,
    ...(build === undefined
      ? {}
      : { workerDeploymentOptions: versionedAs(build.buildId, build.deploymentName) }),
  };
}
