import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { createActivities } from '../activities';
import { createMediaAtWeChat } from '../activities/media-at-wechat';
import { createSendSlots } from '../activities/send-slots';
import { createChannelPauses } from '../store/channels/channel-pauses';
import { createProjections } from '../store/conversations/projections';
import { createWeChatMediaCache } from '../store/files/wechat-media';
import { createGreetings } from '../store/transcript/greetings';
import { createSendLedger } from '../store/transcript/send-ledger';
import { versionedAs } from '../temporal/deployment/worker-deployment';
import type { Services } from './services';

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
 * A worker takes only as many workflow tasks as it can finish within their time limit (5 s), replay included; the others
 * wait at the server, where no time limit runs. With the SDK's 40, a worker that took over many conversations at once
 * finished none of them in time, and so began again and again.
 */
const TASKS_AT_ONCE = 16;
/** Out of the worker's 100 activity slots: a hanging channel leaves the rest to others. */
const SENDS_PER_CHANNEL = 20;
/** For all channels together: fetching a file may take long, and no reply should wait behind it. */
const FETCHES = 24;
/** A channel whose files hang leaves two thirds of the slots to the others. */
const FETCHES_PER_CHANNEL = 8;

export type WorkerOptions = {
  readonly services: Services;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly taskQueue?: string;
  /** Which build of which deployment it is; unset: it has no version. */
  readonly build?: { readonly deploymentName: string; readonly buildId: string };
  /** 0: each task replays from the beginning; for tests. */
  readonly maxCachedWorkflows?: number;
};

/** Creates a worker that runs conversations and their activities. Call `run()` to start and `shutdown()` to stop it. */
export function createConversationWorker(options: WorkerOptions): Promise<Worker> {
  const { services, connection, namespace, workflowBundle, maxCachedWorkflows, build } = options;
  const { database, wechat, credentialsOf, contacts } = services;
  return Worker.create({
    connection,
    namespace,
    taskQueue: options.taskQueue ?? TASK_QUEUE,
    workflowBundle,
    activities: createActivities({
      project: createProjections(database),
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
    }),
    shutdownGraceTime: GRACE_MS,
    shutdownForceTime: 2 * GRACE_MS,
    stickyQueueScheduleToStartTimeout: STICKY_WAITS_MS,
    maxConcurrentWorkflowTaskExecutions: TASKS_AT_ONCE,
    ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
    ...(build === undefined
      ? {}
      : { workerDeploymentOptions: versionedAs(build.buildId, build.deploymentName) }),
  });
}
