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

/** A send ends within its activity's 7 s; what is under way at a stop may finish. */
const GRACE_MS = 10_000;
/**
 * A conversation that a worker has cached waits so long for that worker before another takes it over (the SDK's
 * default is 10 s, as long as an operator's wish waits for its answer).
 */
const STICKY_WAITS_MS = 2_000;
/** Of the worker's 100 activity slots: one hanging channel leaves the rest to everybody else. */
const SENDS_PER_CHANNEL = 20;
/** Of all channels: a file takes as long as WeChat likes, and nobody's reply waits behind it. */
const FETCHES = 24;
/** A channel whose files hang leaves two thirds of them to the others. */
const FETCHES_PER_CHANNEL = 8;

export type WorkerOptions = {
  readonly services: Services;
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly workflowBundle: WorkflowBundleOption;
  readonly taskQueue?: string;
  /** Which build of which deployment it is; left out: it has no version. */
  readonly build?: { readonly deploymentName: string; readonly buildId: string };
  /** 0: each task replays from the beginning; for tests. */
  readonly maxCachedWorkflows?: number;
};

/** A worker that runs conversations and their activities. Call `run()`, and `shutdown()` to stop it. */
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
    ...(maxCachedWorkflows === undefined ? {} : { maxCachedWorkflows }),
    ...(build === undefined
      ? {}
      : { workerDeploymentOptions: versionedAs(build.buildId, build.deploymentName) }),
  });
}
