import type { Request, Response } from 'express';
import type { RouteContract } from '../contracts/route-contract';
import { requireAdministrator, requireScope, type Viewer } from './middleware/viewer';
import { parseRequest } from './problems';
import { parseBody, parseHeaders, parseParams } from './request';
import type { Route } from './route';

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
export async function perform(
  { contract, find, handle }: Route,
  calling: Calling,
  given: Given,
): Promise<unknown> {
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
