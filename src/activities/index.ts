import type { Projection, ProjectionResult } from '../domain/conversation/projection';
import type { Batcher } from '../platform/batcher';
import { type CheckSubscriptionDeps, createCheckSubscription } from './check-subscription';
import { createDeliverMessage, type DeliverDeps } from './deliver-message';
import { createSettleAttempt } from './settle-attempt';

export type ActivityDeps = DeliverDeps &
  CheckSubscriptionDeps & { readonly project: Batcher<Projection, ProjectionResult> };

/** Everything that a conversation's workflow lets be done. The names are wire names: never renamed, only added. */
export function createActivities(deps: ActivityDeps) {
  return {
    projectConversation: (projection: Projection): Promise<ProjectionResult> => deps.project(projection),
    deliverMessage: createDeliverMessage(deps),
    settleAttempt: createSettleAttempt(deps),
    checkSubscription: createCheckSubscription(deps),
  };
}
