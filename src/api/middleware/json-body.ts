/** JSON bodies: 256 kB, never inflated, and nothing but JSON. */
import express, { type RequestHandler } from 'express';
import { ApiError } from '../problems';

/** 415 for a body that does not call itself JSON: a form of another page could send it without asking first. */
const requireJson: RequestHandler = (request, _response, next) => {
  const isOther = request.is('application/json') === false;
  if (isOther && request.headers['content-length'] !== '0') throw new ApiError('unsupported_media_type');
  next();
};

/** Parses a JSON body, if there is one. */
export const jsonBody: readonly RequestHandler[] = [
  requireJson,
  express.json({ limit: '256kb', inflate: false, type: 'application/json' }),
];
