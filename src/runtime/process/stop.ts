import { setTimeout as sleep } from 'node:timers/promises';

/** Things to close, in the reverse order in which they were opened. */
export type ClosingList = {
  /**
   * What was opened after the closing had begun is closed at once; then this throws `StopRequested`, so that a start
   * that is still under way goes no further.
   */
  readonly add: (name: string, close: () => unknown) => void;
  /** Closes all, each one even where another one fails; once. */
  readonly closeAll: () => Promise<void>;
  /** Whether the closing has begun: what fails from now on fails because of it. */
  readonly isClosing: () => boolean;
};

/** Somebody wants the process to end while it still starts. */
class StopRequested extends Error {
  override readonly name = 'StopRequested';
}

/** `onFailure` is told of what could not be closed. */
export function createClosingList(onFailure: (name: string, error: unknown) => void): ClosingList {
  type Closable = { readonly name: string; readonly close: () => unknown };
  const list: Closable[] = [];
  let closing: Promise<void> | null = null;
  const closeOne = async ({ name, close }: Closable): Promise<void> => {
    try {
      await close();
    } catch (error) {
      onFailure(name, error);
    }
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
      throw new StopRequested('The process is about to end.');
    },
    closeAll: () => {
      closing ??= closeEach();
      return closing;
    },
    isClosing: () => closing !== null,
  };
}

/** Above the longest step of a start; a download of Temporal takes longer and is not waited for. */
const START_ENDS_WITHIN_MS = 5_000;

/**
 * Runs `start`, and at the first SIGINT or SIGTERM closes all and ends the process with code 0, also in the middle of
 * the start: then its present step is waited for, so that no child process is left behind. A second signal ends the
 * process at once: somebody is impatient, and everything acknowledged is durable anyway.
 *
 * Rejects, with all closed, where `start` fails by itself.
 */
export async function runUntilStopped(
  closing: ClosingList,
  start: () => Promise<void>,
  report: (line: string) => void = () => undefined,
): Promise<void> {
  const starting = start();
  onSignal(async () => {
    report('Stopping …');
    await closing.closeAll();
    await Promise.race([starting.catch(() => undefined), sleep(START_ENDS_WITHIN_MS)]);
    await closing.closeAll();
    report('Stopped. Conversations are kept; npm start goes on with them.');
  });
  try {
    await starting;
  } catch (error) {
    // What fails while all is being closed fails because of it; the signal's way ends the process.
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
