/** The only place where the console calls the API. */
import type { Problem } from '../../../contracts/problem';
import { ApiError } from './api-error';
import type { AnswerOf, Method, Nothing, PathOf, RequestOf } from './routes';

type LooseRequest = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
  readonly keepalive?: boolean;
};

let csrfToken: string | null = null;

/** Sets the CSRF token that `POST /login` and `GET /me` return. It is sent with every call that changes something. */
export function setCsrfToken(token: string | null): void {
  csrfToken = token;
}

/** The header with the CSRF token, for calls that cannot go through {@link api}, such as an upload with progress. */
export function csrfHeader(): Readonly<Record<string, string>> {
  return csrfToken === null ? {} : { 'X-CSRF-Token': csrfToken };
}

/** The session as a call finds it, for {@link readProblem}. */
export function currentSession(): string | null {
  return csrfToken;
}

let reportSignedOut = (): void => {};

/** Sets what is called when an answer shows that the session is over: once for each session. */
export function onSignedOut(report: () => void): void {
  reportSignedOut = report;
}

/**
 * Calls a route of the API. The contract gives the types of path, parameters and answer.
 * Reports the end of the session ({@link onSignedOut}).
 * @throws {ApiError} for every answer that is not a success, and when no answer comes
 * @example const me = await api('get', '/api/v1/me')
 */
export async function api<M extends Method, P extends PathOf<M>>(
  method: M,
  path: P,
  ...[request]: Nothing extends RequestOf<M, P> ? [request?: RequestOf<M, P>] : [request: RequestOf<M, P>]
): Promise<AnswerOf<M, P>> {
  const { params, query, headers, body, signal, keepalive = false } = (request ?? {}) as LooseRequest;
  const url = fillPath(path, params) + toQueryString(query);
  const init: RequestInit = {
    method: method.toUpperCase(),
    credentials: 'same-origin',
    keepalive,
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...(method === 'get' ? {} : csrfHeader()),
      ...defined(headers),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  };
  const session = csrfToken;
  const response = await fetchOrThrow(url, init);
  if (!response.ok) throw await readProblem(response, session);
  if (response.status === 204) return undefined as AnswerOf<M, P>;
  try {
    return (await response.json()) as AnswerOf<M, P>;
  } catch (cause) {
    throw new ApiError('unreadable', response.status, null, { cause });
  }
}

/**
 * The CSV form of a route that has one.
 * @throws {ApiError} as {@link api} does
 */
export async function apiCsv<P extends PathOf<'get'>>(
  path: P,
  query: LooseRequest['query'],
): Promise<string> {
  const session = csrfToken;
  const headers = { Accept: 'text/csv' };
  const response = await fetchOrThrow(path + toQueryString(query), { credentials: 'same-origin', headers });
  if (!response.ok) throw await readProblem(response, session);
  // text() would take the mark away by which Excel knows UTF-8.
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
}

/**
 * Turns an answer that is not a success into an error. If it says that the session in which the call was made is over,
 * reports that. Without a session, the same answer is about a sign-in.
 */
export async function readProblem(response: Response, session: string | null = null): Promise<ApiError> {
  const error = await toError(response);
  // An answer that comes after the next sign-in is about a session that is known to be over.
  if (error.code === 'unauthenticated' && session !== null && session === csrfToken) {
    csrfToken = null;
    reportSignedOut();
  }
  return error;
}

async function toError(response: Response): Promise<ApiError> {
  if (response.headers.get('content-type')?.startsWith('application/problem+json') === true) {
    try {
      const problem = (await response.json()) as Problem;
      return new ApiError(problem.code, response.status, problem);
    } catch {
      // An answer that was cut off is unreadable as well.
    }
  }
  return new ApiError('unreadable', response.status);
}

async function fetchOrThrow(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    // A call that was cancelled on purpose is not a network failure.
    if (init.signal?.aborted === true) throw cause;
    throw new ApiError('network', 0, null, { cause });
  }
}

function fillPath(path: string, params: LooseRequest['params'] = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

function toQueryString(query: LooseRequest['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

function defined(headers: LooseRequest['headers'] = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
