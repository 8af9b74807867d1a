/** JSON bodies: 256 kB, never inflated, and nothing but JSON. */
import express, { type RequestHandler } from 'express';
import { ApiError } from '../problems';

/** `application/json`, with nothing beside it or with UTF-8: JSON has no other encoding (RFC 8259). */
const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** 415 for a body that does not call itself JSON: a form of another page could send it without asking first. */
const requireJson: RequestHandler = (request, _response, next) => {
  // `is` gives null where there is no body.
  const hasBody = request.is('application/json') !== null && request.headers['content-length'] !== '0';
  if (hasBody && !JSON_TYPE.test(request.headers['content-type'] ?? '')) {
    throw new ApiError('unsupported_media_type');
  }
  next();
};

/** Parses a JSON body, if there is one. */
export const jsonBody: readonly RequestHandler[] = [
  requireJson,
  express.json({ limit: '256kb', inflate: false, type: 'application/json' }),
];
