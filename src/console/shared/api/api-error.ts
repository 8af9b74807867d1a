import type { Problem, ProblemCode } from '../../../contracts/problem';

/** `network`: no answer came, so nobody knows what became of the request; `unreadable`: the answer was not the API's. */
export type ApiErrorCode = ProblemCode | 'network' | 'unreadable';

/** A request that did not succeed. `problem` is the API's own account of it, where there is one. */
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

/** Whether an error is an answer of the API with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly ApiErrorCode[]): error is ApiError {
  return isApiError(error) && codes.includes(error.code);
}
