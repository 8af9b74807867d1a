/** The bare floor: the smallest workflows that accept what Duihua's accept. */
import {
  condition,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow';
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

export const attend = defineUpdate<void>('attend');
export const complete = defineUpdate<void>('complete');

const { note } = proxyLocalActivities<FloorActivities>({ startToCloseTimeout: '1 minute' });

/**
 * One conversation: signals of the contact, updates of the operator, an activity for each reply, and a row after each step that
 * shows where it stands. Two deadlines, each with a timer: until somebody attends, and until the contact's time is over, which
 * is set again when it fires, not with each message.
 */
export async function conversing(): Promise<void> {
  let steps = 0;
  let noted = 0;
  let isAttended = false;
  let isOver = false;
  setHandler(wrote, () => {
    steps += 1;
  });
  setHandler(attend, async () => {
    steps += 1;
    isAttended = true;
    await condition(() => noted === steps);
  });
  setHandler(reply, async (message) => {
    await deliver(message);
    steps += 1;
    await condition(() => noted === steps);
  });
  setHandler(complete, async () => {
    steps += 1;
    isOver = true;
    await condition(() => noted === steps);
  });
  void condition(() => isAttended || isOver, '5 minutes');
  void condition(() => isOver, '48 hours');
  while (!isOver || noted < steps) {
    await condition(() => noted < steps);
    const step = steps;
    await note(step);
    noted = step;
  }
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
