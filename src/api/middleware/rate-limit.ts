/**
 * Rate limits, shared by all API processes (in the database): tight where a password or an invitation could be guessed,
 * generous for signed-in operators. WeChat's webhook has none: its signature protects it, and a refused delivery may be
 * lost.
 */
import type { Request, RequestHandler } from 'express';
import type { RateCounts } from '../../store/rate-limits/rate-counts';
import { ApiError } from '../problems';
import { clientNetworkOf } from './actor';
import { createSharedLimit, type SharedLimit } from './shared-limit';
import { viewerOf } from './viewer';

/** Requests per minute. */
export type RateLimits = {
  /** Sign-in and invitations, by network (an IPv4 address, an IPv6 /64); the back-off per account comes on top. */
  readonly signIn: number;
  /** Requests that fail authentication, by network. */
  readonly unauthenticated: number;
  /** What anyone may call (health, metrics, documentation, unknown paths), by network. */
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

export const RATE_WINDOW_SECONDS = 60;
/** The share of a limit that a process reserves at once, if the limit is about load and not about guessing. */
const BLOCK_PART = 1 / 100;

export type Limits = {
  readonly signIn: RequestHandler;
  readonly open: RequestHandler;
  readonly signedIn: RequestHandler;
  /** `authentication` with a limit on its refusals: an address with too many is refused before it. */
  readonly unauthenticated: (authentication: RequestHandler) => RequestHandler;
};

/** The limits as handlers; they answer `too_many_requests` with `Retry-After` when a limit is reached. */
export function createRateLimits(counts: RateCounts, limits: Partial<RateLimits> = {}): Limits {
  const all = { ...DEFAULT_RATE_LIMITS, ...limits };
  const shared = (name: keyof RateLimits, block: number): SharedLimit =>
    createSharedLimit({ name, limit: all[name], block, counts, windowMs: RATE_WINDOW_SECONDS * 1_000 });
  const blockOf = (name: keyof RateLimits): number => Math.max(1, Math.floor(all[name] * BLOCK_PART));
  return {
    signIn: limitTo(shared('signIn', 1), clientNetworkOf),
    open: limitTo(shared('open', blockOf('open')), clientNetworkOf),
    signedIn: limitTo(shared('signedIn', blockOf('signedIn')), (request) => viewerOf(request).operatorId),
    unauthenticated: (authentication) => limitRefusals(shared('unauthenticated', 1), authentication),
  };
}

function limitTo(limit: SharedLimit, keyOf: (request: Request) => string): RequestHandler {
  return async (request, _response, next) => {
    refuseFor(await limit.take(keyOf(request)));
    next();
  };
}

/** Requests of signed-in operators do not count here, and no request queries the database twice. */
function limitRefusals(limit: SharedLimit, authentication: RequestHandler): RequestHandler {
  return async (request, response, next) => {
    const network = clientNetworkOf(request);
    refuseFor(limit.knownWait(network));
    let isLetThrough = false;
    try {
      await authentication(request, response, () => {
        isLetThrough = true;
      });
    } catch (error) {
      if (error instanceof ApiError && error.code === 'unauthenticated') refuseFor(await limit.take(network));
      throw error;
    }
    if (isLetThrough) next();
  };
}

function refuseFor(waitMs: number | null): void {
  if (waitMs === null) return;
  throw new ApiError('too_many_requests', {}, { retryAfterSeconds: Math.max(1, waitMs / 1_000) });
}
