import type { ClosingList } from './stop';

/** Something that runs in this process and begins anew when asked. */
export type Restarts = {
  /** Ends what runs and begins again. Asked for several times while it is still ending, it begins once. */
  readonly restart: () => void;
  /** Ends it for good, and waits until all of it is closed. */
  readonly stop: () => Promise<void>;
};

/**
 * Runs `run` at the first `restart`, and again at each later one. It must not reject; all that it has opened is closed
 * when it ends, also when it ends by itself.
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
    // Its present step is waited for: what that opens late is closed as well.
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
