import type { ConversationClient } from '../temporal/conversation-client';
import type { FindUnhosted } from '../temporal/run-lookup';
import { createPokedLoop, type PokedLoop } from './poked-loop';

export type RunWatchDeps = {
  /** Contacts with an open conversation, in the order of their ids, those after `afterContactId`. */
  readonly openContacts: (afterContactId: string, limit: number) => Promise<readonly string[]>;
  readonly findUnhosted: FindUnhosted;
  readonly conversations: Pick<ConversationClient, 'raise'>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often all open conversations are looked through without being asked. */
  readonly everyMs: number;
};

/** `poke`: Temporal may have lost runs. */
export type RunWatch = Pick<PokedLoop, 'poke' | 'idle' | 'close'> & {
  /** How many open conversations were found without a run and could not be raised (yet). */
  readonly withoutRun: () => number;
};

/** What one question to Temporal's list may name. */
const PAGE = 100;
const RAISED_AT_ONCE = 8;
/** What could not be raised is tried again after this, twice this, and so on, up to `everyMs`. */
const TRY_AGAIN_AFTER_MS = 10_000;
const CLOSE_WITHIN_MS = 5_000;

/**
 * Looks for open conversations whose run Temporal has lost (a reset, an older backup, terminated by hand) and begins
 * them again from what is stored, so that their deadlines come true although nobody writes. Whoever touches such a
 * conversation raises it at once by itself (temporal/conversation-client.ts). Any number of processes may do it.
 */
export function createRunWatch(deps: RunWatchDeps): RunWatch {
  let isRetryDue = false;
  let pauseMs = TRY_AGAIN_AFTER_MS;
  let retryTimer: NodeJS.Timeout | undefined;
  /** Found without a run, and not raised (yet). */
  const lost = new Set<string>();

  const raiseAll = async (contactIds: readonly string[]): Promise<void> => {
    const waiting = [...contactIds];
    for (const id of waiting) lost.add(id);
    const work = async (): Promise<void> => {
      for (let id = waiting.shift(); id !== undefined && !loop.isClosed(); id = waiting.shift()) {
        try {
          await deps.conversations.raise(id);
          lost.delete(id);
        } catch (error) {
          deps.logger.warn({ err: error, contactId: id }, 'a lost conversation could not be raised yet');
        }
      }
    };
    await Promise.all(Array.from({ length: RAISED_AT_ONCE }, work));
  };

  const walk = async (): Promise<void> => {
    lost.clear();
    pauseMs = TRY_AGAIN_AFTER_MS;
    for (let after = ''; !loop.isClosed(); ) {
      const contactIds = await deps.openContacts(after, PAGE);
      const last = contactIds.at(-1);
      if (last === undefined) break;
      after = last;
      await raiseAll(await deps.findUnhosted(contactIds));
    }
  };

  /** Looks at those alone that could not be raised: one of them must not make all the others be asked about again. */
  const retry = async (): Promise<void> => {
    pauseMs = Math.min(2 * pauseMs, Math.max(deps.everyMs, TRY_AGAIN_AFTER_MS));
    const contactIds = [...lost];
    for (let start = 0; start < contactIds.length && !loop.isClosed(); start += PAGE) {
      const page = contactIds.slice(start, start + PAGE);
      const unhosted = await deps.findUnhosted(page);
      for (const id of page) lost.delete(id);
      await raiseAll(unhosted);
    }
  };

  const loop: PokedLoop = createPokedLoop({
    async work() {
      clearTimeout(retryTimer);
      const look = isRetryDue ? retry : walk;
      isRetryDue = false;
      try {
        await look();
      } finally {
        if (lost.size > 0 && !loop.isClosed()) retryTimer = setTimeout(startRetry, pauseMs).unref();
      }
      return false;
    },
    onFailure: (error) => deps.logger.warn({ err: error }, 'open conversations could not be looked through'),
    everyMs: deps.everyMs,
    closeWithinMs: CLOSE_WITHIN_MS,
  });

  const startRetry = (): void => {
    isRetryDue = true;
    loop.poke();
  };

  return {
    poke() {
      // A walk finds what a retry would look at, too.
      isRetryDue = false;
      loop.poke();
    },
    withoutRun: () => lost.size,
    idle: loop.idle,
    async close() {
      clearTimeout(retryTimer);
      await loop.close();
    },
  };
}
