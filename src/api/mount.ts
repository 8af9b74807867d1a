import type { Request, RequestHandler, Response, Router } from 'express';
import type { RouteContract } from '../contracts/route-contract';
import { TOKEN_SCOPES } from '../domain/token-scopes';
import { inSpan } from '../platform/tracing';
import { createExactRouter } from './exact-router';
import { requireAdministrator, requireScope, type Viewer, viewerOf } from './middleware/viewer';
import { ApiError, parseRequest } from './problems';
import { parseBody, parseHeaders, parseParams } from './request';
import type { Route } from './route';

export type MountOptions = {
  /** Handlers to run between the check of who calls and the handler of each of these routes. */
  readonly before?: readonly RequestHandler[];
  /** Checks each answer against its contract. This takes time, so it is only for tests. */
  readonly checksAnswers?: boolean;
};

/**
 * A router with these routes: the only way to add routes to the API. The contract decides the path, who may call it,
 * and which parts of a request are read. A call is refused in this order: the scope of its API token, access, `before`
 * (the parsing of JSON), path, what the path names, query, body, headers. Authentication runs before it (`app.ts`).
 * Throws if a contract does not say which scope an API token needs.
 */
export function mount(routes: readonly Route[], options: MountOptions = {}): Router {
  const router = createExactRouter();
  for (const route of routes) {
    const { method, path } = route.contract;
    const handlers = [admit(route.contract), ...(options.before ?? []), toHandler(route, options)];
    router[method](path.replace(/\{(\w+)\}/g, ':$1'), ...handlers);
  }
  return router;
}

/** Lets those through who may call the route; throws `insufficient_scope` or `forbidden` otherwise. */
function admit(contract: RouteContract): RequestHandler {
  const { id, scope } = contract;
  const isOpen = isForAnyone(contract);
  // The types say so too, but a route that escaped them would be open to every token.
  if (isOpen ? scope !== undefined : !TOKEN_SCOPES.some((one) => one === scope)) {
    throw new Error(`The route ${id} does not say which scope an API token needs.`);
  }
  return (request, _response, next) => {
    if (!isOpen) requireAdmission(contract, viewerOf(request));
    next();
  };
}

/** Nobody has to be signed in. */
function isForAnyone({ access }: RouteContract): boolean {
  return access === 'public' || access === 'token';
}

function toHandler(route: Route, { checksAnswers = false }: MountOptions): RequestHandler {
  const { contract } = route;
  const isOpen = isForAnyone(contract);
  return async (request, response) => {
    const viewer = isOpen ? undefined : viewerOf(request);
    const { params, query, body } = request;
    const given = { params, query, body: body as unknown, header: (name: string) => request.get(name) };
    const answered = await perform(route, { viewer, request, response }, given);
    answer(contract, response, answered, checksAnswers);
  };
}

function answer(
  { id, answers }: RouteContract,
  response: Response,
  given: unknown,
  isChecked: boolean,
): void {
  // Files, pages and streams are written by their handlers.
  if (response.headersSent) return;
  const [status, ...others] = Object.keys(answers).map(Number);
  if (status !== undefined && others.length === 0) response.status(status);
  const { schema, contentType } = answers[response.statusCode] ?? {};
  if (contentType !== undefined) return;
  if (schema === undefined) return void response.end();
  if (isChecked) {
    const { success, error } = schema.safeParse(JSON.parse(JSON.stringify(given)));
    if (!success) throw new Error(`${id} answers what its contract does not promise: ${error.message}`);
  }
  response.json(given);
}

/** What a call says, before the contract has parsed it. */
export type Given = {
  readonly params: Readonly<Record<string, string | string[]>>;
  readonly query: unknown;
  /** Undefined: none. */
  readonly body: unknown;
  readonly header: (name: string) => string | undefined;
};

/** Who calls, and the HTTP request with which they do. */
export type Calling = {
  /** Undefined if anyone may call the route. */
  readonly viewer: Viewer | undefined;
  readonly request: Request;
  readonly response: Response;
};

/**
 * Does what a route does, for a caller who may call it: returns what the handler returns. A call is refused in this
 * order: path, what the path names, query, body, headers.
 */
export function perform(route: Route, calling: Calling, given: Given): Promise<unknown> {
  const { id, path, method, isStream } = route.contract;
  // What flows for hours is no span, and nobody looks for health checks.
  if (isStream === true || !path.startsWith('/api/')) return call(route, calling, given);
  const verb = method.toUpperCase();
  return inSpan(
    {
      name: `${verb} ${path}`,
      kind: 'server',
      attributes: { 'http.request.method': verb, 'http.route': path, 'duihua.operation': id },
    },
    async (span) => {
      try {
        return await call(route, calling, given);
      } catch (error) {
        if (error instanceof ApiError) span.fail(error.code);
        throw error;
      }
    },
  );
}

async function call({ contract, find, handle }: Route, calling: Calling, given: Given): Promise<unknown> {
  const { params, query, headers, body, isStream } = contract;
  const located = { ...calling, params: parseParams(params, given.params) };
  const found = await find?.(located);
  return handle({
    ...located,
    found,
    query: query && parseRequest(query, given.query),
    body: isStream ? undefined : parseBody(body, given.body),
    headers: parseHeaders(headers, given.header),
  });
}

/** Throws `insufficient_scope` or `forbidden` unless a signed-in viewer may call the route. */
export function requireAdmission({ access, scope }: RouteContract, viewer: Viewer): void {
  if (scope !== undefined) requireScope(viewer, scope);
  if (access === 'administrator') requireAdministrator(viewer);
}
