/** The bare floor: the smallest workflows that accept what Duihua's accept. */
import { condition, defineSignal, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';
import type { FloorActivities, FloorReply } from './activities';

export const wrote = defineSignal('wrote');
export const reply = defineUpdate<void, [FloorReply]>('reply');

const { deliver } = proxyActivities<FloorActivities>({
  startToCloseTimeout: '7 s',
  retry: { maximumAttempts: 1 },
});

/** Counts signals, forever. */
export async function counting(): Promise<void> {
  let count = 0;
  setHandler(wrote, () => {
    count += 1;
  });
  await condition(() => count < 0);
}

/** Runs one activity for each update, forever. */
export async function replying(): Promise<void> {
  setHandler(reply, (message) => deliver(message));
  await condition(() => false);
}
