/** JSON bodies: at most 256 kB, 64 levels and 26,000 commas, never decompressed, in UTF-8, and only JSON. */
import type { RequestHandler } from 'express';
import { scanJson } from '../../platform/scan-json';
import { ApiError } from '../problems';
import { BodyRefused, readBody } from './read-body';

const LIMIT_BYTES = 256 * 1024;
/** Levels of objects and lists; no contract has ten. */
const DEEPEST = 64;
/**
 * There is about one comma for each value. The largest body of all contracts, opening hours with 500 exceptions of 24 periods, has
 * 25,001. Each value that a schema refuses costs as much time as a thousand characters, because an error is made of it before
 * the list is found to be too long.
 */
const MOST_COMMAS = 26_000;
/** `application/json`, alone or with UTF-8: JSON has no other encoding (RFC 8259). */
const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** 415 for a body that is not declared as JSON: a form on another page could send one without a CORS preflight. */
const requireJson: RequestHandler = (request, _response, next) => {
  // `is` returns null if there is no body.
  const hasBody = request.is('application/json') !== null && request.headers['content-length'] !== '0';
  if (hasBody && !JSON_TYPE.test(request.headers['content-type'] ?? '')) {
    throw new ApiError('unsupported_media_type');
  }
  next();
};

const parseJson: RequestHandler = (request, _response, next) => {
  const bytes: unknown = request.body;
  if (Buffer.isBuffer(bytes)) request.body = parse(bytes);
  next();
};

/** An object, an array or null, which some routes take; other JSON values are refused. */
function parse(bytes: Buffer): object | null {
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    // What goes through values calls itself for each level, here and in libraries.
    const { depth, commas } = scanJson(text);
    if (depth > DEEPEST) throw new BodyRefused(400, 'entity.too.deep');
    if (commas > MOST_COMMAS) throw new BodyRefused(400, 'entity.too.many');
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof BodyRefused) throw error;
    // The parser's message would repeat the body.
  }
  if (typeof value === 'object') return value;
  throw new BodyRefused(400, 'entity.parse.failed');
}

/** Parses a JSON body, if there is one. */
export const jsonBody: readonly RequestHandler[] = [requireJson, readBody(LIMIT_BYTES), parseJson];
