import { status } from '@grpc/grpc-js';
import { ServiceError } from '@temporalio/client';

/** What the SDK throws where Temporal cannot be reached. */
export function temporalIsAway(): Error {
  const cause = Object.assign(new Error('14 UNAVAILABLE'), {
    code: status.UNAVAILABLE,
    details: '',
    metadata: {},
  });
  return new ServiceError('Temporal is away', { cause });
}
