import { status } from '@grpc/grpc-js';
import {
  isGrpcServiceError,
  ServiceError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { ApplicationFailure, NamespaceNotFoundError } from '@temporalio/common';
import type { Refusal } from '../domain/refusals';
import { REFUSED } from '../workflows/conversation/messages';

/** What a failed update means for the wish behind it. */
export type WishFailure =
  | { readonly type: 'refused'; readonly refusal: Refusal }
  /** No run hosts the contact's chain. */
  | { readonly type: 'gone' }
  /** The run ended or was too busy to handle it: it was not accepted, but the next try may be. */
  | { readonly type: 'again' }
  /** It was accepted, but the run ended before there was an answer. */
  | { readonly type: 'cutOff' }
  /** There was no answer in time, so it may or may not have been accepted. */
  | { readonly type: 'unanswered' }
  /** Temporal or the namespace is unavailable: it was not accepted. */
  | { readonly type: 'away' };

/** The server's names for an update that was accepted when its run ended, and for one that no task handled. */
const ACCEPTED_AND_CUT_OFF = 'AcceptedUpdateCompletedWorkflow';
const NOT_LOOKED_AT = 'UnprocessedUpdate';

/** Interprets what the SDK throws from `executeUpdate`; rethrows everything else. */
export function readWishFailure(error: unknown): WishFailure {
  if (error instanceof WorkflowUpdateFailedError) return readFailedUpdate(error);
  if (error instanceof NamespaceNotFoundError) return { type: 'away' };
  // Also if it was waiting while the run ended ("aborted by closing workflow"): if it is sent again under the same id,
  // the server says so for as long as it remembers the ended run, whether or not there is a next one.
  if (error instanceof WorkflowNotFoundError) return { type: 'gone' };
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError) return { type: 'unanswered' };
  switch (grpcCode(error)) {
    case status.NOT_FOUND:
      return { type: 'gone' };
    case status.DEADLINE_EXCEEDED:
      return { type: 'unanswered' };
    case status.RESOURCE_EXHAUSTED:
    // The workflow task that should have accepted it failed. This always happens when something arrives while a run
    // ends.
    case status.FAILED_PRECONDITION:
    case status.ABORTED:
      return { type: 'again' };
    case status.UNAVAILABLE:
      return { type: 'away' };
    default:
      throw error;
  }
}

/** Whether a run could not be started because Temporal lacks something that we need, e.g. right after a reset. */
export function isUnprepared(error: unknown): boolean {
  // INVALID_ARGUMENT: a search attribute that the server does not know.
  return error instanceof NamespaceNotFoundError || grpcCode(error) === status.INVALID_ARGUMENT;
}

/** Whether Temporal was unreachable or did not answer in time. */
export function isAway(error: unknown): boolean {
  const code = grpcCode(error);
  return code === status.DEADLINE_EXCEEDED || code === status.UNAVAILABLE;
}

function grpcCode(error: unknown): status | null {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) ? cause.code : null;
}

function readFailedUpdate({ cause }: WorkflowUpdateFailedError): WishFailure {
  const type = cause instanceof ApplicationFailure ? cause.type : undefined;
  if (cause instanceof ApplicationFailure && type === REFUSED) {
    return { type: 'refused', refusal: cause.details?.[0] as Refusal };
  }
  if (type === NOT_LOOKED_AT) return { type: 'again' };
  return { type: type === ACCEPTED_AND_CUT_OFF ? 'cutOff' : 'unanswered' };
}
