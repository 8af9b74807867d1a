import { setTimeout as sleep } from 'node:timers/promises';
import type { Refusal } from '../domain/refusals';
import type { ConversationView } from '../workflows/conversation/messages';
import { isAway, isUnprepared, readWishFailure, type WishFailure } from './wish-failure';

/** The outcome of a wish. */
export type WishResult =
  | { readonly type: 'accepted'; readonly view: ConversationView }
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** There is no run any more. The store knows whether the conversation is completed. */
  | { readonly type: 'notOpen' }
  /** There was no answer in time, so it may or may not have been accepted. */
  | { readonly type: 'unanswered' }
  /** Temporal or the workers are unavailable: it was not accepted. */
  | { readonly type: 'unavailable' };

const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 500;
/** Two runs may be lost one after the other; more would be a bug, which must not start runs forever. */
const MOST_RESTARTS = 2;

/** `found`: another process has already started a run; `none`: the store has no open conversation. */
export type Restarted = 'restarted' | 'found' | 'none';

export type WishAttempts = {
  /** Sends one update, which gives up at `until`; always with the same id, so that a run accepts it only once. */
  readonly attempt: () => Promise<ConversationView>;
  /** Restarts a lost run from the stored state unless one is running. */
  readonly restart: () => Promise<Restarted>;
  /** When the answer has to be there at the latest, in epoch ms. */
  readonly until: number;
};

/**
 * Sends a wish until it is answered. If it meets the end of a run, or a run that is too busy, it is sent again and
 * judged by the next run; a run that Temporal has lost is restarted. So `unavailable` and `unanswered` mean that the
 * engine is really unavailable.
 */
export async function makeWish({ attempt, restart, until }: WishAttempts): Promise<WishResult> {
  let mayBeAccepted = false;
  let restarts = 0;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const result = await once(attempt);
    switch (result.type) {
      case 'accepted':
        return result;
      case 'refused':
        // It may be refused only because an earlier attempt was accepted.
        return mayBeAccepted ? { type: 'unanswered' } : result;
      case 'unanswered':
        return result;
      case 'away':
        return { type: mayBeAccepted ? 'unanswered' : 'unavailable' };
      case 'gone':
        if (mayBeAccepted) return { type: 'unanswered' };
        if (restarts === MOST_RESTARTS) return { type: 'unavailable' };
        switch (await restartOnce(restart)) {
          case 'restarted':
            restarts += 1;
            break;
          case 'none':
            return { type: 'notOpen' };
          default:
        }
        break;
      case 'cutOff':
        mayBeAccepted = true;
        break;
      case 'again':
        break;
      default:
        result satisfies never;
    }
    if (Date.now() + pauseMs >= until) return { type: mayBeAccepted ? 'unanswered' : 'unavailable' };
    // Jitter, so that wishes waiting for the same run do not all retry at once.
    await sleep(pauseMs * (0.5 + Math.random() / 2));
  }
}

/** `notYet`: Temporal was just reset and is being prepared (namespace-keeper.ts), or is unavailable again. */
async function restartOnce(restart: () => Promise<Restarted>): Promise<Restarted | 'notYet'> {
  try {
    return await restart();
  } catch (error) {
    if (isUnprepared(error) || isAway(error)) return 'notYet';
    throw error;
  }
}

type Once = { readonly type: 'accepted'; readonly view: ConversationView } | WishFailure;

async function once(attempt: () => Promise<ConversationView>): Promise<Once> {
  try {
    return { type: 'accepted', view: await attempt() };
  } catch (error) {
    return readWishFailure(error);
  }
}
