import type { Problem, ProblemCode } from '../../../contracts/problem';

/**
 * `network`: no answer came, so the outcome of the request is unknown. `unreadable`: the answer was not one of the
 * API.
 */
export type ApiErrorCode = ProblemCode | 'network' | 'unreadable';

/** A request that failed. `problem` is the API's description of the failure, if it sent one. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly code: ApiErrorCode,
    readonly status: number,
    readonly problem: Problem | null = null,
    options?: ErrorOptions,
  ) {
    super(problem?.detail ?? code, options);
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

/** Whether an error is an answer from the API with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly ApiErrorCode[]): error is ApiError {
  return isApiError(error) && codes.includes(error.code);
}
