import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { RouteContract } from '../contracts/route-contract';
import { requireAdministrator, type Viewer, viewerOf } from './middleware/viewer';
import { parseRequest } from './problems';
import { parseBody, parseHeaders, parseParams } from './request';
import type { Route } from './route';

export type MountOptions = {
  /** Handlers to run before the handler of each of these routes. */
  readonly before?: readonly RequestHandler[];
  /** Checks each answer against its contract. This takes time, so it is only for tests. */
  readonly checksAnswers?: boolean;
};

/**
 * A router with these routes: the only way to add routes to the API. The contract decides the path, who may call it,
 * and which parts of a request are read. A call is refused in this order: access, path, what the path names, query,
 * body, headers. Authentication and the parsing of JSON run before it (`app.ts`).
 */
export function mount(routes: readonly Route[], options: MountOptions = {}): Router {
  const router = Router();
  for (const route of routes) {
    const { method, path } = route.contract;
    router[method](path.replace(/\{(\w+)\}/g, ':$1'), ...(options.before ?? []), toHandler(route, options));
  }
  return router;
}

function toHandler(
  { contract, find, handle }: Route,
  { checksAnswers = false }: MountOptions,
): RequestHandler {
  const { params, query, headers, body, isStream } = contract;
  return async (request, response) => {
    const located = {
      viewer: admitted(contract, request),
      params: parseParams(params, request),
      request,
      response,
    };
    const found = await find?.(located);
    const given = await handle({
      ...located,
      found,
      query: query && parseRequest(query, request.query),
      body: isStream ? undefined : parseBody(body, request),
      headers: parseHeaders(headers, request),
    });
    answer(contract, response, given, checksAnswers);
  };
}

/** Who makes the request, if they may call the route; throws 401 or 403 otherwise. */
function admitted({ access }: RouteContract, request: Request): Viewer | undefined {
  if (access === 'public' || access === 'token') return undefined;
  const viewer = viewerOf(request);
  if (access === 'administrator') requireAdministrator(viewer);
  return viewer;
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
