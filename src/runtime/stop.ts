/** Things to close, in the reverse order in which they were opened. */
export type ClosingList = {
  readonly add: (name: string, close: () => unknown) => void;
  /** Closes all, each one even where another one fails; once. */
  readonly closeAll: () => Promise<void>;
};

/** `onFailure` is told of what could not be closed. */
export function createClosingList(onFailure: (name: string, error: unknown) => void): ClosingList {
  const list: { readonly name: string; readonly close: () => unknown }[] = [];
  let closing: Promise<void> | null = null;
  const closeEach = async (): Promise<void> => {
    for (const { name, close } of list.reverse()) {
      try {
        await close();
      } catch (error) {
        onFailure(name, error);
      }
    }
  };
  return {
    add: (name, close) => {
      list.push({ name, close });
    },
    closeAll: () => {
      closing ??= closeEach();
      return closing;
    },
  };
}

/**
 * Calls `stop` at the first SIGINT or SIGTERM, and ends the process with code 0 when it has resolved. A second signal
 * ends it at once: somebody is impatient, and everything acknowledged is durable anyway.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false;
  const onSignal = (): void => {
    if (isStopping) process.exit(1);
    isStopping = true;
    void stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
