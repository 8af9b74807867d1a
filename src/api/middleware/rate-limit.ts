/**
 * Limits of rate, for each process: tight where a password or an invitation may be guessed, generous for whoever is
 * signed in. WeChat's webhook has none: it is limited by its signature, and a delivery that is refused may be lost.
 */
import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { ApiError } from '../problems';
import { placeOf } from './actor';
import { viewerOf } from './viewer';

/** Requests in a minute. */
export type RateLimits = {
  /** Sign-in and invitations, by place (an IPv4 address, an IPv6 /64); the back-off per account comes on top. */
  readonly signIn: number;
  /** Requests that turn out to be nobody's, by place. */
  readonly unauthenticated: number;
  /** What everybody may call (health, metrics, documentation, what is no route), by place. */
  readonly open: number;
  /** By operator. */
  readonly signedIn: number;
};

export const DEFAULT_RATE_LIMITS: RateLimits = {
  signIn: 300,
  unauthenticated: 1_200,
  open: 3_000,
  signedIn: 12_000,
};

const WINDOW_MS = 60_000;
const MOST_RETRY_AFTER_SECONDS = WINDOW_MS / 1000;

type Limits = { readonly [Name in keyof RateLimits]: RequestHandler };

/** The limits as handlers; `too_many_requests` with `Retry-After` where one is reached. */
export function createRateLimits(limits: Partial<RateLimits> = {}): Limits {
  const { signIn, unauthenticated, open, signedIn } = { ...DEFAULT_RATE_LIMITS, ...limits };
  return {
    signIn: limitTo(signIn, placeOf),
    unauthenticated: limitTo(unauthenticated, placeOf, (_request, response) => response.statusCode !== 401),
    open: limitTo(open, placeOf),
    signedIn: limitTo(signedIn, (request) => viewerOf(request).operatorId),
  };
}

function limitTo(
  limit: number,
  keyOf: (request: Request) => string,
  isForgiven?: (request: Request, response: Response) => boolean,
): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit,
    keyGenerator: keyOf,
    standardHeaders: false,
    legacyHeaders: false,
    // Its advice on proxies goes to the console; TRUST_PROXY is documented (docs/operations.md).
    validate: false,
    handler: (request) => {
      const resetTime: unknown = Reflect.get(Reflect.get(request, 'rateLimit') ?? {}, 'resetTime');
      const left =
        resetTime instanceof Date ? (resetTime.getTime() - Date.now()) / 1000 : MOST_RETRY_AFTER_SECONDS;
      throw new ApiError('too_many_requests', {}, { retryAfterSeconds: Math.max(1, left) });
    },
    ...(isForgiven === undefined ? {} : { skipSuccessfulRequests: true, requestWasSuccessful: isForgiven }),
  });
}
