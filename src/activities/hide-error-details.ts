import { ApplicationFailure, CompleteAsyncError } from '@temporalio/activity';
import { TemporalFailure } from '@temporalio/common';
import { toLoggableError } from '../platform/loggable-error';

/**
 * Wraps an activity so that unforeseen failures carry only their type and code. A failure is stored in the history, and
 * a database error quotes the values it failed on. Temporal's own failures pass unchanged: we wrote their messages.
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
