import type { ClaimInput, ClaimResult } from '../../domain/routing/claim';
import { nextOperator } from '../../domain/routing/next-operator';
import { createQueuePlan } from '../../domain/routing/queue-plan';
import type { Candidates } from '../../store/routing/candidates';
import type { OfferClaims } from '../../store/routing/claims';

export type ClaimOfferDeps = { readonly offerClaims: OfferClaims };

/** After so many somebody is asked who may not be the best choice any more. */
const MOST_TRIES = 20;
const ASKS_AGAIN_AFTER_MS = 1_000;
/** How much longer than the offer a place stays taken that no conversation shows, in seconds. */
const GRACE_SECONDS = 15;

/**
 * Finds an operator to whom a conversation is offered, and claims a place of theirs: one that no conversation needs that is
 * before it in the queue. Who it is, the rules say (`nextOperator`); that they still have a place, the database says. The same
 * claim made again has the same result.
 */
export function createClaimOffer({ offerClaims }: ClaimOfferDeps) {
  return async (input: ClaimInput): Promise<ClaimResult> => {
    const { conversationId, number, offerMs, asked, before, lastAsked } = input;
    // A round begins when somebody is asked again.
    const offered = (operatorId: string): ClaimResult => ({
      operatorId,
      retryInMs: null,
      beginsRound: asked.some((one) => one.operatorId === operatorId),
    });
    const known = await offerClaims.placeOf(conversationId, number);
    if (known !== null) return offered(known);
    const refusedIds = new Set<string>();
    for (let tries = 1; ; tries += 1) {
      const found = await offerClaims.candidates(input);
      if (found === null) return NOBODY;
      const candidates = sparedBy(found).filter((one) => !refusedIds.has(one.operatorId));
      const { order, preferLastOperator } = found.routing;
      const choice = nextOperator(candidates, {
        asked,
        before,
        lastAsked,
        order,
        preferLastOperator,
        offerMs,
      });
      const chosen = choice.type === 'ask' && candidates.find((one) => one.operatorId === choice.operatorId);
      if (chosen === false || chosen === undefined)
        return choice.type === 'later' ? { ...NOBODY, retryInMs: choice.retryInMs } : NOBODY;
      const { operatorId, capacity } = chosen;
      // Many ask at the same time, and all would choose the same operator.
      const isOnly = candidates.length === 1 || tries >= MOST_TRIES;
      const claim = { conversationId, number, operatorId, capacity, seconds: offerMs / 1000 + GRACE_SECONDS };
      const claimed = await offerClaims.claim(isOnly ? claim : { ...claim, seen: chosen });
      if ('operatorId' in claimed) return offered(claimed.operatorId);
      // The store knows more than who asks: that is settled with the next projection, and then the number is another one.
      if (claimed.refusal === 'not_wanted') return { ...NOBODY, retryInMs: ASKS_AGAIN_AFTER_MS };
      // They have gone, or somebody else was faster.
      if (claimed.refusal === 'not_free') refusedIds.add(operatorId);
    }
  };
}

const NOBODY: ClaimResult = { operatorId: null, retryInMs: null, beginsRound: false };

/** Operators who may be asked, with a place that no conversation before this one needs. */
function sparedBy({ operators, ahead, groupId }: Candidates) {
  const plan = createQueuePlan(operators);
  for (const one of ahead) plan.add(one);
  const spare = plan.spareFor({ groupId, askedIds: [] });
  return operators.filter(({ operatorId }) => spare.has(operatorId));
}
