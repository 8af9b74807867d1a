/** Operators who come and go: each has an event stream open for a while, at one process or the other. */
import { setTimeout as sleep } from 'node:timers/promises';
import { listenToEvents } from '../../test/support/listen-to-events';
import { randomFrom } from '../../test/support/seeded-random';
import type { Desk } from '../desk/desk';

const LONGEST_STAY_MS = 40_000;
const LONGEST_ABSENCE_MS = 10_000;

/** Begins at once. */
export function keepPresence(desk: Desk, seed: number): { readonly stop: () => void } {
  const random = randomFrom(seed + 2_000_003);
  const over = new AbortController();
  const isOver = (): boolean => over.signal.aborted;
  const pause = (ms: number): Promise<void> =>
    sleep(ms, undefined, { signal: over.signal }).catch(() => undefined);

  const comeAndGo = async (token: string): Promise<void> => {
    while (!isOver()) {
      const heard = await listenToEvents(desk.urls[random() < 0.5 ? 0 : 1] ?? '', { token }).catch(
        () => null,
      );
      if (heard === null) {
        await pause(500);
        continue;
      }
      await Promise.race([pause(random() * LONGEST_STAY_MS), heard.ended]);
      heard.close();
      await pause(random() * LONGEST_ABSENCE_MS);
    }
  };
  for (const { token } of desk.operators) void comeAndGo(token);
  return { stop: () => over.abort() };
}
