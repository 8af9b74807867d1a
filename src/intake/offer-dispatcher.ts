import { createQueuePlan } from '../domain/routing/queue-plan';
import { withTimeLimit } from '../platform/time-limit';
import { createWorkLoop, type WorkLoop } from '../platform/work-loop';
import type { BrandQueue, OfferQueue, Queued, Told } from '../store/routing/offer-queue';
import type { ConversationClient } from '../temporal/conversation-client';
import { isAway, isUnprepared } from '../temporal/wish-failure';

export type OfferDispatcherDeps = {
  readonly queue: OfferQueue;
  /** Frees the places of offers that no conversation shows any more. */
  readonly freeExpiredPlaces: () => Promise<void>;
  readonly conversations: Pick<ConversationClient, 'signal'>;
  readonly logger: { readonly warn: (fields: object, message: string) => void };
  /** How often it looks without being woken, in ms. */
  readonly everyMs: number;
};

/** `wake`: somebody may be there for a conversation, or a conversation has found nobody. */
export type OfferDispatcher = Pick<WorkLoop, 'wake' | 'idle' | 'close'>;

const SIGNALS_AT_ONCE = 8;
/**
 * So many may have been told and not have asked yet. More would only wait for a worker, longer than Temporal keeps a task for
 * the worker that has the conversation in its cache; and each that is moved to another one costs three events.
 */
const MOST_TOLD = 64;
/** The next look does not wait longer for a signal that hangs. */
const STRAGGLES_FOR_MS = 2_000;
/**
 * Some were told a moment ago, and may have found nobody by the time they may be told again; or Temporal is away. The pauses
 * double while nobody is told.
 */
const LOOKS_AGAIN_AFTER_MS = { first: 300, longest: 5_000 } as const;

/**
 * Tells conversations that could be offered to nobody that somebody is there now: in the order of the queue, and no more of
 * them than there are places. Which operator it is they find out by themselves (activities/routing/claim-offer.ts); the
 * queue's rows are the durable record of who waits, so what a crashed process has not told, another one tells.
 */
export function createOfferDispatcher(deps: OfferDispatcherDeps): OfferDispatcher {
  const { queue, conversations, logger, everyMs } = deps;
  let again: NodeJS.Timeout | undefined;
  let pauseMs: number = LOOKS_AGAIN_AFTER_MS.first;
  const lookAgain = (): void => {
    clearTimeout(again);
    again = setTimeout(loop.wake, pauseMs).unref();
    pauseMs = Math.min(2 * pauseMs, LOOKS_AGAIN_AFTER_MS.longest);
  };

  const tell = async ({ contactId }: Told): Promise<void> => {
    try {
      await conversations.signal(contactId, { facts: [{ type: 'operatorAvailable' }] });
    } catch (error) {
      if (isAway(error) || isUnprepared(error)) throw error;
      logger.warn({ err: error, contactId }, 'a conversation could not be told of an operator yet');
    }
  };

  /** Tells all of them, some at once. If Temporal is away, the others are given back. */
  const tellAll = async (claimed: readonly Told[]): Promise<void> => {
    const left = [...claimed];
    const failed: Told[] = [];
    let failure: unknown;
    const tellSome = async (): Promise<void> => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) {
        try {
          await tell(one);
        } catch (error) {
          failure = error;
          failed.push(one, ...left.splice(0));
        }
      }
    };
    await Promise.all(Array.from({ length: SIGNALS_AT_ONCE }, tellSome));
    if (failed.length === 0) return;
    logger.warn({ err: failure, count: failed.length }, 'conversations could not be told of operators yet');
    await queue.giveBack(failed.map((one) => one.conversationId));
    lookAgain();
  };

  const loop: WorkLoop = createWorkLoop({
    async work() {
      await deps.freeExpiredPlaces();
      for (const brandId of await queue.brands()) {
        if (loop.isClosed()) return false;
        const { due, isAll } = toTell(await queue.read(brandId));
        const claimed = await queue.claim(brandId, due);
        // Those that have a place wait only until others have asked, which takes a moment.
        if (claimed.length > 0 || !isAll) pauseMs = LOOKS_AGAIN_AFTER_MS.first;
        if (claimed.length < due.length || !isAll) lookAgain();
        const telling = tellAll(claimed).catch((error: unknown) => {
          logger.warn({ err: error }, 'conversations that were not told of an operator are told later');
        });
        await withTimeLimit(telling, STRAGGLES_FOR_MS);
      }
      return false;
    },
    onFailure: (error) => logger.warn({ err: error }, 'the queue of offers could not be looked at yet'),
    everyMs,
    longestPauseMs: everyMs,
  });
  return {
    wake: loop.wake,
    idle: loop.idle,
    close() {
      clearTimeout(again);
      return loop.close();
    },
  };
}

/** Which conversations have a place and are to be told: those that have been told already take theirs as well. */
function toTell({ operators, queued }: BrandQueue): {
  readonly due: readonly string[];
  readonly isAll: boolean;
} {
  const plan = createQueuePlan(operators);
  const inOrder = [...queued.filter((one) => !one.isStuck), ...queued.filter((one) => one.isStuck)];
  const withPlace = inOrder
    .filter(({ groupId, askedIds }) => plan.add({ groupId, askedIds, count: 1 }) === 1)
    .filter(({ isIdle }) => isIdle);
  const isUnderWay = ({ isTold, isStuck }: Queued): boolean => isTold && !isStuck;
  const underWay = withPlace.filter(isUnderWay);
  const others = withPlace.filter((one) => !isUnderWay(one));
  const room = Math.max(0, MOST_TOLD - underWay.length);
  return {
    due: [...underWay, ...others.slice(0, room)].map(({ conversationId }) => conversationId),
    isAll: others.length <= room,
  };
}
