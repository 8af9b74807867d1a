import { setTimeout as sleep } from 'node:timers/promises';
import { TIMED_OUT, withTimeLimit } from '../../platform/time-limit';

/** Things to close, in reverse order. */
export type ClosingList = {
  /**
   * Adds something to close. If closing has already begun, it is closed at once, and this throws `StopRequested`, which
   * stops a start in progress.
   */
  readonly add: (name: string, close: () => unknown) => void;
  /** Closes everything, once; a failure of one does not stop the others. */
  readonly closeAll: () => Promise<void>;
  /** Waits no longer: reports the one that is being closed as a failure. */
  readonly giveUp: () => void;
  /** Whether closing has begun: later failures are a consequence of it. */
  readonly isClosing: () => boolean;
};

/** The process was asked to stop while it was still starting. */
class StopRequested extends Error {
  override readonly name = 'StopRequested';
}

/** Creates the list; `onFailure` is called for each that could not be closed. */
export function createClosingList(onFailure: (name: string, error: unknown) => void): ClosingList {
  type Closable = { readonly name: string; readonly close: () => unknown };
  const list: Closable[] = [];
  let closing: Promise<void> | null = null;
  let current: string | null = null;
  const closeOne = async ({ name, close }: Closable): Promise<void> => {
    current = name;
    try {
      await close();
    } catch (error) {
      onFailure(name, error);
    }
    current = null;
  };
  const closeEach = async (): Promise<void> => {
    for (const one of list.reverse()) await closeOne(one);
  };
  return {
    add: (name, close) => {
      if (closing === null) {
        list.push({ name, close });
        return;
      }
      closing = closing.then(() => closeOne({ name, close }));
      throw new StopRequested('The process is stopping.');
    },
    closeAll: () => {
      closing ??= closeEach();
      return closing;
    },
    giveUp: () => {
      if (current !== null) onFailure(current, new Error('It was not closed in time.'));
    },
    isClosing: () => closing !== null,
  };
}

/** Longer than the longest step of a start, except a download of Temporal, which is not waited for. */
const START_ENDS_WITHIN_MS = 5_000;
/**
 * For a whole stop: 40 s are promised (docs/operations.md#production). Answers take up to 15 s of it (http-server.ts), a worker
 * 20 s (runtime/worker.ts), and the rest a moment, unless the database or Temporal hangs: a statement is given up after
 * 35 s only, and several may come one after the other.
 */
const STOP_WITHIN_MS = 38_000;

/**
 * Runs `start`. At the first SIGINT or SIGTERM it closes everything and ends the process with code 0. This works even
 * in the middle of the start, whose current step is waited for, so that no child process is left behind. What cannot be
 * closed within 38 s, and a second signal, end the process at once, which is safe because everything acknowledged is
 * durable and child processes end with their parent.
 *
 * Rejects, with everything closed, if `start` fails for another reason.
 */
export async function runUntilStopped(
  closing: ClosingList,
  start: () => Promise<void>,
  report: (line: string) => void = () => undefined,
): Promise<void> {
  let starting = Promise.resolve();
  const stop = async (): Promise<void> => {
    await closing.closeAll();
    await Promise.race([starting.catch(() => undefined), sleep(START_ENDS_WITHIN_MS)]);
    await closing.closeAll();
  };
  // Before the start: a signal may arrive during its first step.
  onSignal(async () => {
    report('Stopping …');
    if ((await withTimeLimit(stop(), STOP_WITHIN_MS)) === TIMED_OUT) closing.giveUp();
    report('Stopped. Conversations are stored; npm start continues them.');
  });
  starting = start();
  try {
    await starting;
  } catch (error) {
    // Failures during closing are a consequence of it; the signal handler ends the process.
    if (closing.isClosing()) return;
    await closing.closeAll();
    throw error;
  }
}

function onSignal(stop: () => Promise<void>): void {
  let isStopping = false;
  const handle = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    void stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
}
