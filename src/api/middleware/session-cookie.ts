/** The console's cookie and the CSRF token that goes with it. */
import { timingSafeEqual } from 'node:crypto';
import { parseCookie } from 'cookie';
import type { CookieOptions, Request, RequestHandler } from 'express';
import { sha256 } from '../../platform/ids';
import { ApiError } from '../problems';

const MAX_AGE_MS = 12 * 60 * 60 * 1000;
const PENDING_MS = 10 * 60 * 1000;

export type SessionCookie = {
  /** `__Host-` makes the browser refuse it from a sub-domain or without https. */
  readonly name: string;
  readonly options: CookieOptions;
  /** The cookie of a request. */
  read(request: Request): string | undefined;
};

/** The cookie for a desk at `publicUrl`: HttpOnly, SameSite=Lax, and Secure if that is https. */
export function createSessionCookie(publicUrl: string): SessionCookie {
  return createCookie(publicUrl, 'duihua_session', MAX_AGE_MS);
}

/** The cookie of a browser that has gone to the provider of single sign-on: its answer counts only there. */
export function createPendingCookie(publicUrl: string): SessionCookie {
  return createCookie(publicUrl, 'duihua_oidc', PENDING_MS);
}

function createCookie(publicUrl: string, shortName: string, maxAge: number): SessionCookie {
  const secure = new URL(publicUrl).protocol === 'https:';
  const name = secure ? `__Host-${shortName}` : shortName;
  return {
    name,
    options: { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge },
    read: ({ headers }) => parseCookie(headers.cookie ?? '')[name],
  };
}

/**
 * Derived from the cookie's value, which no script can read: only a page that received the token from us as JSON can
 * know it.
 */
export function csrfTokenOf(sessionSecret: string): string {
  return sha256(`csrf:${sessionSecret}`);
}

/**
 * 403 if a page of another origin made the request. No `Origin` at all is fine: tools send none, and browsers always
 * send one with a request that changes something.
 */
export function refuseForeignOrigin(request: Request, publicUrl: string): void {
  const { origin } = request.headers;
  const own = [new URL(publicUrl).origin, `${request.protocol}://${request.headers.host ?? ''}`];
  const isForeign = origin !== undefined && !own.includes(origin);
  if (isForeign || request.headers['sec-fetch-site'] === 'cross-site') {
    throw new ApiError('forbidden', {}, { detail: 'Requests from pages of another origin are refused.' });
  }
}

/** {@link refuseForeignOrigin} as a handler, for routes that need no session. */
export function refuseForeignPages(publicUrl: string): RequestHandler {
  return (request, _response, next) => {
    refuseForeignOrigin(request, publicUrl);
    next();
  };
}

/** 403 if `X-CSRF-Token` is not the one of this session. */
export function requireCsrfToken(request: Request, sessionSecret: string): void {
  const given = Buffer.from(request.get('X-CSRF-Token') ?? '');
  const expected = Buffer.from(csrfTokenOf(sessionSecret));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw new ApiError(
      'forbidden',
      {},
      { detail: 'X-CSRF-Token is missing or does not belong to this session.' },
    );
  }
}
