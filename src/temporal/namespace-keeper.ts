import { createWorkLoop } from '../platform/work-loop';
import { TemporalNotPrepared } from './search-attributes';

/** What is known about the namespace in which all conversations run. */
export type NamespaceState =
  /** Not checked yet. */
  | { readonly type: 'unknown' }
  | { readonly type: 'ready' }
  /** `problem`: a sentence for people saying what Temporal refused; null: Temporal is unreachable. */
  | { readonly type: 'failing'; readonly problem: string | null };

export type NamespaceKeeper = {
  /** The state at the last check. */
  readonly state: () => NamespaceState;
  /** Something seems to be missing: check now. */
  readonly wake: () => void;
  /**
   * Calls `listener` whenever the namespace becomes ready, and when it has been replaced by another one (`isReplaced`):
   * Temporal was reset, and all runs of conversations are gone.
   */
  readonly onReady: (listener: (event: { readonly isReplaced: boolean }) => void) => void;
  readonly close: () => Promise<void>;
};

export type NamespaceKeeperDeps = {
  /** See `prepareNamespace`: resolves with the namespace's id once everything we need exists. */
  readonly prepare: () => Promise<string>;
  readonly logger: {
    readonly warn: (fields: object, message: string) => void;
    readonly info: (fields: object, message: string) => void;
  };
  readonly everyMs: number;
};

/**
 * Makes sure that Temporal has our namespace with its search attributes, for as long as the process runs: a server that
 * is reset in the meantime has neither and would accept no conversation. Several processes may do it at once.
 */
export function createNamespaceKeeper({ prepare, logger, everyMs }: NamespaceKeeperDeps): NamespaceKeeper {
  const listeners: ((event: { readonly isReplaced: boolean }) => void)[] = [];
  let state: NamespaceState = { type: 'unknown' };
  let knownId: string | null = null;

  const check = async (): Promise<void> => {
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
      const isNew = before.type !== 'failing' || before.problem !== problem;
      if (isNew)
        logger.warn(
          { err: error },
          'Temporal is not ready: its namespace or search attributes are missing, or it is unreachable',
        );
    }
  };

  const loop = createWorkLoop({
    async work() {
      await check();
      return false;
    },
    // `check` handles its own failures and keeps its pace.
    onFailure: (error) => logger.warn({ err: error }, 'the namespace could not be checked'),
    everyMs,
    longestPauseMs: everyMs,
  });
  loop.wake();
  return {
    state: () => state,
    wake: loop.wake,
    onReady(listener) {
      listeners.push(listener);
      if (state.type === 'ready') listener({ isReplaced: false });
    },
    close: loop.close,
  };
}
