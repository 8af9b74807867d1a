/** Parses the parts of a request with the schemas of its route's contract. */
import type { Request } from 'express';
import type { z } from 'zod';
import type { PageRequest } from '../store/engine/page';
import { ApiError, parseRequest } from './problems';

/** The parameters of the path. One that cannot be an id is `not_found`. PostgreSQL accepts no NUL in text. */
export function parseParams(schema: z.ZodType | undefined, request: Request): unknown {
  if (schema === undefined) return undefined;
  const { success, data } = schema.safeParse(request.params);
  const hasNul = Object.values(request.params).some((value) => value.includes('\0'));
  if (!success || hasNul) throw new ApiError('not_found');
  return data;
}

/** The headers that the contract names; throws `invalid_request` if one is not valid. */
export function parseHeaders(schema: z.ZodObject | undefined, request: Request): unknown {
  if (schema === undefined) return undefined;
  const given = Object.keys(schema.shape).map((name) => [name, request.get(name)] as const);
  return parseRequest(schema, Object.fromEntries(given.filter(([, value]) => value !== undefined)));
}

/** The body parsed by `schema`; otherwise throws `invalid_request`. No body counts as an empty object. */
export function parseBody(schema: z.ZodType | undefined, request: Request): unknown {
  const body: unknown = request.body === undefined ? {} : request.body;
  return schema === undefined ? undefined : parseRequest(schema, body);
}

/** `?limit=&cursor=` in the form that the stores take. */
export function pageOf({
  limit,
  cursor,
}: {
  readonly limit: number;
  readonly cursor?: string | undefined;
}): PageRequest {
  return { limit, after: cursor };
}
