import { TemporalNotPrepared } from './search-attributes';

/** What is known of the namespace in which all conversations run. */
export type NamespaceState =
  /** Nobody has looked yet. */
  | { readonly type: 'unknown' }
  | { readonly type: 'ready' }
  /** `problem`: a sentence that says what Temporal refuses us; null: it cannot be reached. */
  | { readonly type: 'failing'; readonly problem: string | null };

export type NamespaceKeeper = {
  /** The state when it was last checked. */
  readonly state: () => NamespaceState;
  /** Something seems to be missing: check now. */
  readonly poke: () => void;
  /**
   * Calls `listener` each time the namespace is ready after it was not, and when it turns out to be another one
   * (`isReplaced`): Temporal was reset, and none of the conversations' runs is there any more.
   */
  readonly onReady: (listener: (event: { readonly isReplaced: boolean }) => void) => void;
  readonly close: () => Promise<void>;
};

export type NamespaceKeeperDeps = {
  /** See `prepareNamespace`: resolves with the namespace's id when all is there that we need. */
  readonly prepare: () => Promise<string>;
  readonly logger: {
    readonly warn: (fields: object, message: string) => void;
    readonly info: (fields: object, message: string) => void;
  };
  readonly everyMs: number;
};

/**
 * Sees to it that Temporal has our namespace with its search attributes, for as long as the process lives: a server
 * that is reset while Duihua runs has neither, and would accept no conversation. Any number of processes may do it.
 */
export function createNamespaceKeeper({ prepare, logger, everyMs }: NamespaceKeeperDeps): NamespaceKeeper {
  const listeners: ((event: { readonly isReplaced: boolean }) => void)[] = [];
  let state: NamespaceState = { type: 'unknown' };
  let knownId: string | null = null;
  let running: Promise<NamespaceState> | null = null;

  const lookOnce = async (): Promise<NamespaceState> => {
    const before = state;
    try {
      const id = await prepare();
      const isReplaced = knownId !== null && knownId !== id;
      knownId = id;
      state = { type: 'ready' };
      if (isReplaced) logger.warn({}, 'Temporal was reset: conversations are restored from the database');
      if (before.type === 'failing') logger.info({}, 'Temporal is ready again');
      if (isReplaced || before.type !== 'ready') for (const listener of listeners) listener({ isReplaced });
    } catch (error) {
      const problem = error instanceof TemporalNotPrepared ? error.message : null;
      state = { type: 'failing', problem };
      const isNews = before.type !== 'failing' || before.problem !== problem;
      if (isNews)
        logger.warn(
          { err: error },
          'Temporal is not ready: its namespace or search attributes are missing, or it is unreachable',
        );
    }
    return state;
  };
  const look = (): Promise<NamespaceState> => {
    running ??= lookOnce().finally(() => {
      running = null;
    });
    return running;
  };

  void look();
  const timer = setInterval(() => void look(), everyMs);
  timer.unref();
  return {
    state: () => state,
    poke: () => void look(),
    onReady(listener) {
      listeners.push(listener);
      if (state.type === 'ready') listener({ isReplaced: false });
    },
    async close() {
      clearInterval(timer);
      await running;
    },
  };
}
