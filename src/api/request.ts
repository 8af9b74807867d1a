/** What handlers read from a request, checked. */
import type { Request } from 'express';
import type { z } from 'zod';
import { pageQuerySchema } from '../contracts/common';
import type { PageRequest } from '../store/engine/page';
import { ApiError, parseRequest } from './problems';

/** The body as `schema` reads it; `invalid_request` otherwise. No body counts as an empty object. */
export function parseBody<Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> {
  const body: unknown = request.body ?? {};
  return parseRequest(schema, body);
}

/** A part of the path, e.g. the `:id`. One that can be no id is `not_found`. */
export function pathParam(request: Request, name: string): string {
  const value = request.params[name];
  if (typeof value !== 'string' || value.length > 64 || value.includes('\0')) throw new ApiError('not_found');
  return value;
}

/** `?limit=&cursor=`. */
export function parsePage(request: Request): PageRequest {
  const { limit, cursor } = parseRequest(pageQuerySchema, request.query);
  // PostgreSQL knows no NUL in text; no cursor of ours holds one.
  if (cursor?.includes('\0')) throw new ApiError('invalid_request', {}, { detail: 'cursor: is not valid.' });
  return { limit, after: cursor };
}
