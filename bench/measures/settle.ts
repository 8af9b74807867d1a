import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { createDeliveries } from '../load/deliveries';
import { postAll } from '../load/post-all';
import type { Progress } from '../protocol';
import { sum } from '../statistics';
import type { Subject } from '../subject';
import type { MeasureContext } from './measure';

/** On a slow disk, a thousand first messages take a minute; beside other programs several. */
const SETTLED_WITHIN_MS = 600_000;
const LOOK_EVERY_MS = 200;

/** Waits until `count` messages received since `since` are applied and, for Duihua, projected. */
export async function whenApplied(subject: Subject, since: number, count: number): Promise<Progress> {
  const giveUpAt = Date.now() + SETTLED_WITHIN_MS;
  for (;;) {
    const progress = await subject.calls.progress(since);
    // The floor has no rows to count: it answers when its workflows are idle.
    if (subject.side === 'floor') return progress;
    if (progress.stored === count && progress.applied === count && progress.signalled === count)
      return progress;
    if (Date.now() > giveUpAt) {
      throw new Error(`Of ${count} messages only these came through: ${JSON.stringify(progress)}`);
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** Opens a conversation with each of these contacts. */
export async function openConversations(
  subject: Subject,
  { environment, sizes }: MeasureContext,
  openIds: readonly string[],
): Promise<void> {
  const deliveries = createDeliveries(environment.account, openIds, openIds.length);
  const { startedAt } = await postAll(subject, deliveries, sizes.messagesAtOnce);
  await whenApplied(subject, startedAt, openIds.length);
}

/** How many events these workflows' histories have in total. */
export async function countEvents(client: Client, workflowIds: readonly string[]): Promise<number> {
  const lengths: number[] = [];
  for (const workflowId of workflowIds) {
    lengths.push((await client.workflow.getHandle(workflowId).describe()).historyLength);
  }
  return sum(lengths);
}
