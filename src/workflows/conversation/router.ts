import { isCancellation, log } from '@temporalio/workflow';
import type { Chain } from '../../domain/chain/chain';
import { type AskedHours, toHoursRead, toOfferClaimed } from '../../domain/chain/routing-questions';
import type { ClaimInput } from '../../domain/routing/claim';
import { claimOffer, readHours } from '../activity-proxies';
import type { ProjectionWriter } from './projection-writer';

/** Asks the store what routing has to know. The answers go into the chain, which takes them if they are still asked for. */
export type Router = {
  /** Reads the opening hours; if that fails, the channel counts as open until they are read again. */
  readonly readHours: (asked: AskedHours) => Promise<void>;
  /** Finds an operator and claims a place of theirs; if that fails, it is tried again after half a minute. */
  readonly claimOffer: (claim: ClaimInput) => Promise<void>;
};

export function createRouter(chain: Chain, store: ProjectionWriter): Router {
  return {
    async readHours(asked) {
      const { conversationId, version: _version, ...question } = asked;
      const answer = await orNull('opening hours could not be read', conversationId, readHours(question));
      const now = Date.now();
      chain.applyTo(conversationId, toHoursRead(asked, answer, now), now);
    },
    async claimOffer(claim) {
      const { conversationId } = claim;
      // A place is given away at once, and for good: first the wish that caused it, such as to decline, has to be recorded.
      if (!store.isRecorded()) return store.project();
      const result = await orNull('nobody could be found for an offer', conversationId, claimOffer(claim));
      chain.applyTo(conversationId, toOfferClaimed(claim, result), Date.now());
      // They attend at once, and must not be shown as attending by a step that Temporal may lose: their place is gone by then.
      if (chain.thread.current?.state === 'active') store.noteWish();
    },
  };
}

async function orNull<Answer>(
  what: string,
  conversationId: string,
  asked: Promise<Answer>,
): Promise<Answer | null> {
  try {
    return await asked;
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.warn(what, { conversationId });
    return null;
  }
}
