/** The bare floor: the smallest workflows that accept what Duihua's accept. */
import { condition, defineSignal, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';
import type { FloorActivities, FloorQuestion, FloorReply } from './activities';

export const wrote = defineSignal('wrote');
export const asked = defineSignal<[FloorQuestion]>('asked');
export const reply = defineUpdate<void, [FloorReply]>('reply');

const { deliver, ask, post } = proxyActivities<FloorActivities>({
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

const POSTS_AT_ONCE = 8;

/** Posts so many bodies, eight at once. */
export async function posting({
  url,
  count,
  bytes,
}: {
  url: string;
  count: number;
  bytes: number;
}): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) await post({ url, id: String(number), bytes });
  };
  await Promise.all(Array.from({ length: POSTS_AT_ONCE }, lane));
}
