import { status as grpc } from '@grpc/grpc-js';
import { defaultGrpcRetryOptions, type GrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

type Status = Parameters<GrpcRetryOptions['delayFunction']>[1];

/**
 * The server's message, with its code RESOURCE_EXHAUSTED for a limit, for a call that arrives while a run ends: the
 * next run accepts it a few milliseconds later.
 */
const RUN_ENDS = /workflow is closing/;

const AFTER_RUN_ENDS_MS = 10;
const AFTER_LIMIT_MS = 1_000;
const AFTER_OTHERS_MS = 100;

/**
 * The SDK's retries, except for calls that meet the end of a run: the SDK takes that for an overloaded server and
 * pauses for seconds, and two such pauses would use up the time of an operator's wish.
 */
export function createRetryInterceptor() {
  const initialIntervalMs = ({ details, ...status }: Status): number => {
    if (status.code !== grpc.RESOURCE_EXHAUSTED) return AFTER_OTHERS_MS;
    return RUN_ENDS.test(details) ? AFTER_RUN_ENDS_MS : AFTER_LIMIT_MS;
  };
  return makeGrpcRetryInterceptor(defaultGrpcRetryOptions({ initialIntervalMs }));
}
