import { ApplicationFailure, CompleteAsyncError } from '@temporalio/activity';
import { TemporalFailure } from '@temporalio/common';
import { toLoggableError } from '../platform/loggable-error';

/**
 * An activity whose unforeseen failures are told by their kind and code only: they stand in the history for ever, and
 * an error of the database quotes what it failed on. Temporal failures were already worded
 * by us.
 */
export function hideErrorDetails<Input extends readonly unknown[], Result>(
  activity: (...input: Input) => Promise<Result>,
): (...input: Input) => Promise<Result> {
  return async (...input) => {
    try {
      return await activity(...input);
    } catch (error) {
      if (error instanceof TemporalFailure || error instanceof CompleteAsyncError) throw error;
      const { type, code, cause } = toLoggableError(error);
      const kinds = [type, code, cause?.type, cause?.code].filter((part) => part !== undefined);
      throw ApplicationFailure.retryable(`Unforeseen: ${kinds.join(' ')}`, type);
    }
  };
}
