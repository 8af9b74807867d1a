import type { DraftNotice, Drafts } from '../../store/drafts/drafts';

/** The one listener of a process for changed drafts. */
export type DraftHub = {
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Calls `hear` for every notice; returns the function that ends it. */
  readonly subscribe: (hear: (notice: DraftNotice) => void) => () => void;
};

/** Passes the notices of all processes on to the event streams of this one. */
export function createDraftHub({ listen }: Pick<Drafts, 'listen'>): DraftHub {
  const listeners = new Set<(notice: DraftNotice) => void>();
  let leave: (() => Promise<void>) | undefined;
  return {
    async start() {
      leave = await listen((notice) => {
        for (const hear of listeners) hear(notice);
      });
    },
    async stop() {
      await leave?.();
    },
    subscribe(hear) {
      listeners.add(hear);
      return () => void listeners.delete(hear);
    },
  };
}
