import type { ClosingList } from './stop';

/** Something that runs in this process and can be restarted. */
export type Restarts = {
  /** Ends what is running and starts it again; only once, if called several times while it is still ending. */
  readonly restart: () => void;
  /** Ends it for good, and waits until all of it is closed. */
  readonly stop: () => Promise<void>;
};

/**
 * Runs `run` at the first `restart`, and again at each later one. It must not reject; everything it has opened is
 * closed when it ends, also when it ends on its own.
 */
export function createRestarts(
  createClosing: () => ClosingList,
  run: (closing: ClosingList) => Promise<void>,
): Restarts {
  let current: { readonly closing: ClosingList; readonly ended: Promise<void> } | null = null;
  let working: Promise<void> | null = null;
  let isWanted = false;
  let isStopped = false;

  const runAndClose = async (closing: ClosingList): Promise<void> => {
    try {
      await run(closing);
    } finally {
      await closing.closeAll();
    }
  };
  const begin = (): void => {
    const closing = createClosing();
    current = { closing, ended: runAndClose(closing) };
  };
  const end = async (): Promise<void> => {
    await current?.closing.closeAll();
    // The current step is waited for, so that what it still opens is closed as well.
    await current?.ended;
    current = null;
  };
  const work = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false;
      await end();
      if (!isStopped) begin();
    }
    working = null;
  };
  return {
    restart() {
      isWanted = true;
      working ??= work();
    },
    async stop() {
      isStopped = true;
      await working;
      await end();
    },
  };
}
