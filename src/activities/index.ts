import { activityInfo, cancellationSignal, heartbeat } from '@temporalio/activity';
import type { Projection, ProjectionResult } from '../domain/chain/projection';
import type { Batcher } from '../platform/batcher';
import type { ProjectionToWrite, WrittenProjection } from '../store/conversations/projections';
import type { WebhookDeliveries } from '../store/webhooks/deliveries';
import { type AskBotDeps, createAskBot, createKeepLateAnswer } from './bot/ask-bot';
import { createGreetByBot, type GreetByBotDeps } from './bot/greet-by-bot';
import { type CheckSubscriptionDeps, createCheckSubscription } from './check-subscription';
import { createDeliverMessage, type DeliverDeps } from './deliver-message';
import { createFetchMedia, createGiveUpMedia, type FetchMediaDeps } from './fetch-media';
import { createDropGreeting, createPrepareGreeting, type GreetingDeps } from './greeting';
import { hideErrorDetails } from './hide-error-details';
import { createDropAutomatic, createPrepareAutomatic, type PrepareAutomaticDeps } from './prepare-automatic';
import {
  createCloseRatingComment,
  createPrepareRatingAnswers,
  createRecordRating,
  createRecordRatingComment,
  type RatingDeps,
} from './rating';
import { createRemoveDue, type RemoveDueDeps } from './remove-due';
import { type ClaimOfferDeps, createClaimOffer } from './routing/claim-offer';
import { createReadHours, type ReadHoursDeps } from './routing/read-hours';
import { createSettleAttempt } from './settle-attempt';
import { createDeliverEvents, type DeliverEventsDeps } from './webhooks/deliver-events';

export type ActivityDeps = DeliverDeps &
  CheckSubscriptionDeps &
  FetchMediaDeps &
  GreetingDeps &
  ReadHoursDeps &
  ClaimOfferDeps &
  RatingDeps &
  PrepareAutomaticDeps &
  RemoveDueDeps & { readonly project: Batcher<ProjectionToWrite, WrittenProjection> };

/** The activities of bots: a task queue and slots of their own, because a bot may think for minutes. */
export function createBotActivities(deps: AskBotDeps & GreetByBotDeps) {
  return {
    askBot: hideErrorDetails(createAskBot(deps)),
    keepLateAnswer: hideErrorDetails(createKeepLateAnswer(deps)),
    greetByBot: hideErrorDetails(createGreetByBot(deps)),
  };
}

/** The activities of outgoing webhooks: a task queue and slots of their own, because endpoints may answer slowly. */
export function createWebhookActivities(
  deps: Omit<DeliverEventsDeps, 'heartbeat'> & {
    readonly deliveries: Pick<WebhookDeliveries, 'take' | 'endPause'>;
  },
) {
  return {
    takeEvents: hideErrorDetails(
      ({
        webhookId,
        ...options
      }: { readonly webhookId: string } & Parameters<WebhookDeliveries['take']>[1]) =>
        deps.deliveries.take(webhookId, options),
    ),
    endPause: hideErrorDetails(
      ({
        webhookId,
        ...delivery
      }: { readonly webhookId: string } & Parameters<WebhookDeliveries['endPause']>[1]) =>
        deps.deliveries.endPause(webhookId, delivery),
    ),
    deliverEvents: hideErrorDetails(
      createDeliverEvents({
        ...deps,
        heartbeat: () => ({ beat: () => heartbeat(), signal: cancellationSignal() }),
      }),
    ),
  };
}

/** All other activities of the workflows. Their names are recorded in histories: add new ones, never rename. */
export function createActivities(deps: ActivityDeps) {
  return {
    projectConversation: hideErrorDetails(
      // A local activity runs before its workflow task is in the history.
      (projection: Projection): Promise<ProjectionResult> =>
        deps.project({ ...projection, isRecorded: !activityInfo().isLocal }),
    ),
    deliverMessage: hideErrorDetails(createDeliverMessage(deps)),
    settleAttempt: hideErrorDetails(createSettleAttempt(deps)),
    checkSubscription: hideErrorDetails(createCheckSubscription(deps)),
    fetchMedia: hideErrorDetails(createFetchMedia(deps)),
    giveUpMedia: hideErrorDetails(createGiveUpMedia(deps)),
    prepareGreeting: hideErrorDetails(createPrepareGreeting(deps)),
    prepareAutomatic: hideErrorDetails(createPrepareAutomatic(deps)),
    dropAutomatic: hideErrorDetails(createDropAutomatic(deps)),
    dropGreeting: hideErrorDetails(createDropGreeting(deps)),
    readHours: hideErrorDetails(createReadHours(deps)),
    claimOffer: hideErrorDetails(createClaimOffer(deps)),
    removeDue: hideErrorDetails(createRemoveDue(deps)),
    recordRating: hideErrorDetails(createRecordRating(deps)),
    recordRatingComment: hideErrorDetails(createRecordRatingComment(deps)),
    closeRatingComment: hideErrorDetails(createCloseRatingComment(deps)),
    prepareRatingAnswers: hideErrorDetails(createPrepareRatingAnswers(deps)),
  };
}
