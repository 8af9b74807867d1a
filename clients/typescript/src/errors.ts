import type { Problem, ProblemCode } from './types.js';

/** An answer that is not a success. */
export class DuihuaError extends Error {
  override readonly name = 'DuihuaError';
  constructor(
    /** The status of HTTP. */
    readonly status: number,
    /** The body (RFC 9457), with the facts of the refusal beside `code`; undefined if a proxy answered in our place. */
    readonly problem: Problem | undefined,
    /** `Retry-After` in seconds, if the answer had it. */
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(problem === undefined ? `The desk answered ${status}.` : `${problem.code}: ${problem.detail}`);
  }

  /** Stable: base decisions on it. A newer desk may send a code that this version does not know. */
  get code(): ProblemCode | undefined {
    return this.problem?.code;
  }
}

/**
 * Whether `error` is a refusal with one of these codes.
 * @example if (isRefusal(error, 'window_closed')) await desk.post(path, { …, body: { …, whenBlocked: 'hold' } });
 */
export function isRefusal(error: unknown, ...codes: readonly ProblemCode[]): error is DuihuaError {
  return error instanceof DuihuaError && error.code !== undefined && codes.includes(error.code);
}

/** The error that an answer stands for; `body` is what it contained, parsed if it was JSON. */
export function toError(response: Response, body: unknown): DuihuaError {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return new DuihuaError(
    response.status,
    isProblem(body) ? body : undefined,
    Number.isFinite(seconds) ? seconds : undefined,
  );
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
}
