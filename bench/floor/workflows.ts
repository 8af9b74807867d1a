/** The bare floor: the smallest workflows that accept what Duihua's accept. */
import { condition, defineSignal, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';
import type { FloorActivities, FloorQuestion, FloorReply } from './activities';

export const wrote = defineSignal('wrote');
export const asked = defineSignal<[FloorQuestion]>('asked');
export const reply = defineUpdate<void, [FloorReply]>('reply');

const { deliver, ask } = proxyActivities<FloorActivities>({
  startToCloseTimeout: '1 minute',
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

/** Asks the model about each signal and sends its answer, forever. */
export async function answering(): Promise<void> {
  setHandler(asked, async (question) => {
    await deliver({ openId: question.openId, text: await ask(question) });
  });
  await condition(() => false);
}
