/** Parses the parts of a request with the schemas of its route's contract. */
import type { z } from 'zod';
import type { PageRequest } from '../store/engine/page';
import { ApiError, parseRequest } from './problems';

/** The parameters of the path. One that cannot be an id is `not_found`. PostgreSQL accepts no NUL in text. */
export function parseParams(
  schema: z.ZodType | undefined,
  params: Readonly<Record<string, string | string[]>>,
): unknown {
  if (schema === undefined) return undefined;
  const { success, data } = schema.safeParse(params);
  const hasNul = Object.values(params).some((value) => value.includes('\0'));
  if (!success || hasNul) throw new ApiError('not_found');
  return data;
}

/** The headers that the contract names; throws `invalid_request` if one is not valid. */
export function parseHeaders(
  schema: z.ZodObject | undefined,
  header: (name: string) => string | undefined,
): unknown {
  if (schema === undefined) return undefined;
  const given = Object.keys(schema.shape).map((name) => [name, header(name)] as const);
  return parseRequest(schema, Object.fromEntries(given.filter(([, value]) => value !== undefined)));
}

/** The body parsed by `schema`; otherwise throws `invalid_request`. No body counts as an empty object. */
export function parseBody(schema: z.ZodType | undefined, body: unknown): unknown {
  return schema === undefined ? undefined : parseRequest(schema, body === undefined ? {} : body);
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
