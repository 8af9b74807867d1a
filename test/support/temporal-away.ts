import { status } from '@grpc/grpc-js';
import { ServiceError } from '@temporalio/client';

/** The error that the SDK throws if Temporal cannot be reached. */
export function temporalIsAway(): Error {
  const cause = Object.assign(new Error('14 UNAVAILABLE'), {
    code: status.UNAVAILABLE,
    details: '',
    metadata: {},
  });
  return new ServiceError('Temporal is down', { cause });
}
