/**
 * The only place where an error becomes a status and a body. What the client may see is in {@link ApiError}; any other
 * error is hidden from the client, and logged without the values it failed on.
 */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { PROBLEMS, type Problem, type ProblemCode, type ProblemError } from '../contracts/problem';
import { REFUSAL_SENTENCES, type Refusal } from '../domain/refusals';
import { describeIssue } from '../platform/describe-issue';
import { PasswordQueueFull } from '../platform/secrets/passwords';
import { isDatabaseAway } from '../store/engine/errors';
import { toIso } from './present/times';

const RETRY_AFTER_SECONDS = 5;
/** A body may have ten thousand mistakes, and names of any length: an answer tells of so many, and so much of each. */
const MOST_ERRORS = 50;
const LONGEST_TOLD = 300;

/** By the type of a body parser's error. */
const DETAILS_OF_BODIES: Readonly<Record<string, string>> = {
  'entity.parse.failed': 'The body is not well-formed JSON.',
  'entity.too.deep': 'The body has more levels than any that is accepted.',
  'entity.too.many': 'The body has more values than any that is accepted.',
};

const SENTENCES: Readonly<Partial<Record<ProblemCode, string>>> = {
  ...REFUSAL_SENTENCES,
  unauthenticated: 'Sign in, or send an API token as "Authorization: Bearer …".',
  forbidden: 'Your role does not allow this.',
  insufficient_scope: 'This API token does not have the scope that `required` names.',
  password_change_required: 'Choose a new password with POST /api/v1/me/password first.',
  two_factor_required:
    'Send the code that the authenticator app shows, or a recovery code, as `code` beside e-mail address and password.',
  two_factor_setup_required: 'Set up a second factor with POST /api/v1/me/two-factor first.',
  not_found: 'It does not exist or you may not see it.',
  kind_not_supported:
    'WeChat has no such message for a channel of this kind. `kinds` says what can be sent instead.',
  idempotency_key_reused:
    'This Idempotency-Key was used before with another body. Use a new key for a new request.',
  legal_hold: 'Nothing of this contact may be erased until the legal hold is ended.',
  delivery_refused:
    'This delivery still cannot be accepted; `reason` says why. It is kept until it is accepted or deleted.',
  payload_too_large: 'The body is larger than this route accepts.',
  unsupported_media_type: 'Send JSON as application/json in UTF-8, not compressed.',
  too_many_requests: 'Wait before you try again; Retry-After says how long.',
  internal: 'The error was logged. Tell an administrator the requestId.',
  unavailable: 'Nothing was accepted. Try again in a few seconds.',
};

export type ApiErrorOptions = {
  /** Replaces the code's own sentence. Shown to the client. */
  readonly detail?: string;
  readonly errors?: readonly ProblemError[];
  readonly retryAfterSeconds?: number;
  /** Only for the log. */
  readonly cause?: unknown;
};

/**
 * An answer that is not a success. `facts` stand beside `code` in the body.
 * @example throw new ApiError('window_closed', { since: '2026-11-22T08:00:00.000Z' })
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly code: ProblemCode,
    readonly facts: Readonly<Record<string, unknown>> = {},
    readonly options: ApiErrorOptions = {},
  ) {
    super(options.detail ?? SENTENCES[code] ?? PROBLEMS[code].title, { cause: options.cause });
  }
}

/**
 * A refusal by the rules as an error; `facts` replaces facts that the API shows in another form (times, names). A code
 * of a newer worker, for which this API has no status, becomes a `conflict`.
 */
export function toApiError(refusal: Refusal, facts?: Readonly<Record<string, unknown>>): ApiError {
  if (!Object.hasOwn(PROBLEMS, refusal.code)) {
    const detail = `The rules of a newer release of Duihua refuse this: “${refusal.code}”.`;
    return new ApiError('conflict', {}, { detail });
  }
  if (facts !== undefined) return new ApiError(refusal.code, facts);
  switch (refusal.code) {
    case 'window_closed':
      return new ApiError(refusal.code, { since: toIso(refusal.since) });
    case 'consecutive_limit_reached':
      return new ApiError(refusal.code, { limit: refusal.limit, sent: refusal.sent });
    case 'too_many_held':
      return new ApiError(refusal.code, { limit: refusal.limit });
    case 'not_reopenable':
      return new ApiError(refusal.code, { reason: refusal.reason });
    case 'attended_by_other':
      return new ApiError(refusal.code, { operator: { id: refusal.operatorId } });
    default:
      return new ApiError(refusal.code);
  }
}

/** A conflict with the current state. `reason` says the same as `detail`, for programs and for translation. */
export function conflict(detail: string, reason?: string): ApiError {
  return new ApiError('conflict', reason === undefined ? {} : { reason }, { detail });
}

/** `value`; throws `not_found` if it is null. */
export function orNotFound<Value extends object>(value: Value | null): Value {
  if (value === null) throw new ApiError('not_found');
  return value;
}

/**
 * One field of the request that is wrong although its form is right, e.g. an id that does not exist. `reason` says the
 * same as `message`, for programs and for translation.
 */
export function invalidField(path: string, message: string, reason?: string): ApiError {
  const facts = reason === undefined ? {} : { reason };
  return new ApiError('invalid_request', facts, {
    errors: [{ path, message }],
    detail: `${path}: ${message}.`,
  });
}

/**
 * `value` parsed by `schema`; otherwise throws `invalid_request` with the place and reason of each mistake.
 * @example const body = parseRequest(createBrandSchema, request.body)
 */
export function parseRequest<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value, { error: describeIssue });
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, MOST_ERRORS).flatMap(({ path, message, code, ...issue }) => {
    const unknown = code === 'unrecognized_keys' && 'keys' in issue ? issue.keys : [undefined];
    return (Array.isArray(unknown) ? unknown : [undefined]).slice(0, MOST_ERRORS).map((key: unknown) => ({
      path: shortened([...path, ...(typeof key === 'string' ? [key] : [])].map(String).join('.')),
      message: typeof key === 'string' ? 'is not a field of this request' : shortened(message),
    }));
  });
  const [first] = errors;
  const prefix = first === undefined || first.path === '' ? '' : `${first.path}: `;
  throw new ApiError(
    'invalid_request',
    {},
    { errors: errors.slice(0, MOST_ERRORS), detail: `${prefix}${first?.message ?? 'is not valid'}.` },
  );
}

function shortened(text: string): string {
  return text.length > LONGEST_TOLD ? `${text.slice(0, LONGEST_TOLD)}…` : text;
}

/** Answers 404 where no route was found. */
export const noSuchRoute: RequestHandler = () => {
  throw new ApiError('not_found', {}, { detail: 'There is no such route.' });
};

/** For the log: which request an error belongs to. */
type Failed = { readonly logger: Logger; readonly requestId: unknown; readonly method: string };

/** An error as a problem, with what its headers say; unexpected errors are logged once. */
export function toProblem(
  error: unknown,
  { logger, requestId, method }: Failed,
): { readonly body: Problem; readonly retryAfterSeconds?: number } {
  const known = recognise(error);
  const { status, title } = PROBLEMS[known.code];
  if (status >= 500) {
    // The logger's serializer leaves out the values that the error holds (platform/loggable-error.ts).
    const log = { err: error, requestId, method, code: known.code };
    if (known.code === 'internal') logger.error(log, 'a request failed');
    else logger.warn(log, 'a request could not be served');
  }
  const { errors, retryAfterSeconds } = known.options;
  const body: Problem = {
    ...known.facts,
    type: 'about:blank',
    title,
    status,
    detail: known.message,
    code: known.code,
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(errors === undefined ? {} : { errors: [...errors] }),
  };
  const retryAfter = retryAfterSeconds ?? (known.code === 'unavailable' ? RETRY_AFTER_SECONDS : undefined);
  return { body, ...(retryAfter === undefined ? {} : { retryAfterSeconds: Math.ceil(retryAfter) }) };
}

/** The last handler of the app: answers every error as `application/problem+json`, and logs unexpected ones once. */
export function createProblemHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const requestId = response.getHeader('X-Request-Id');
    const { body, retryAfterSeconds } = toProblem(error, { logger, requestId, method: request.method });
    // The client already has part of another answer: all we can do is cut it off.
    if (response.headersSent) return next(error);
    if (retryAfterSeconds !== undefined) response.setHeader('Retry-After', String(retryAfterSeconds));
    if (body.status === 401) response.setHeader('WWW-Authenticate', 'Bearer realm="duihua"');
    response.status(body.status).type('application/problem+json').send(JSON.stringify(body));
  };
}

function recognise(error: unknown): ApiError {
  return toKnownError(error) ?? fromBodyParser(error) ?? new ApiError('internal');
}

/** The answer to an error that is expected now and then; undefined for all others. */
export function toKnownError(error: unknown): ApiError | undefined {
  if (error instanceof ApiError) return error;
  if (isDatabaseAway(error)) return new ApiError('unavailable');
  if (error instanceof PasswordQueueFull)
    return new ApiError('too_many_requests', {}, { retryAfterSeconds: 2 });
  return undefined;
}

/** Errors of Express and its body parser have `status` and `type`; their messages may repeat the body. */
function fromBodyParser(error: unknown): ApiError | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  switch (error.status) {
    case 413:
      return new ApiError('payload_too_large');
    case 415:
      return new ApiError('unsupported_media_type');
    case 400: {
      const detail =
        DETAILS_OF_BODIES['type' in error ? String(error.type) : ''] ?? 'The request is not well-formed.';
      return new ApiError('invalid_request', {}, { detail, errors: [] });
    }
    default:
      return undefined;
  }
}
