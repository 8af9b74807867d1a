/** Who makes the request: a Bearer API token, or else the console's session cookie with CSRF protection. */
import type { Request, RequestHandler } from 'express';
import type { ApiTokenStore } from '../../store/people/api-tokens';
import type { SessionStore } from '../../store/people/sessions';
import { ApiError } from '../problems';
import { refuseForeignOrigin, requireCsrfToken, type SessionCookie } from './session-cookie';
import { setViewer, type Viewer } from './viewer';

type Deps = {
  readonly apiTokens: ApiTokenStore;
  readonly sessions: SessionStore;
  readonly cookie: SessionCookie;
  readonly publicUrl: string;
};

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
/** What operators who must change their password may still call, under `/api/v1`. */
const OPEN_BEFORE_CHANGE = new Set(['/me', '/me/password', '/me/sessions/revoke', '/logout']);
/** The same for operators who must set up a second factor. */
const OPEN_BEFORE_TWO_FACTOR = new Set([...OPEN_BEFORE_CHANGE, '/me/two-factor', '/me/two-factor/confirm']);

/** Lets signed-in requests through and records their viewer; all others get 401. */
export function createAuthentication(deps: Deps): RequestHandler {
  return async (request, _response, next) => {
    const viewer = (await byToken(request, deps)) ?? (await bySession(request, deps));
    if (viewer === undefined) throw new ApiError('unauthenticated');
    // Set before the refusal below, so that the log shows whose request was refused.
    setViewer(request, viewer);
    if (viewer.via === 'session' && viewer.mustChangePassword && !OPEN_BEFORE_CHANGE.has(request.path)) {
      throw new ApiError('password_change_required');
    }
    if (viewer.via === 'session' && viewer.mustSetUpTwoFactor && !OPEN_BEFORE_TWO_FACTOR.has(request.path)) {
      throw new ApiError('two_factor_setup_required');
    }
    next();
  };
}

async function byToken(request: Request, { apiTokens }: Deps): Promise<Viewer | undefined> {
  const { authorization } = request.headers;
  if (authorization === undefined) return undefined;
  const [, secret] = /^Bearer +([\x21-\x7e]{1,512}) *$/i.exec(authorization) ?? [];
  const found = secret === undefined ? null : await apiTokens.authenticate(secret);
  // A token takes precedence: a cookie sent with it is ignored.
  if (found === null) throw new ApiError('unauthenticated', {}, { detail: 'The API token is not valid.' });
  return { ...found.identity, via: 'token', scopes: found.token.scopes, tokenName: found.token.name };
}

async function bySession(request: Request, deps: Deps): Promise<Viewer | undefined> {
  const secret = deps.cookie.read(request);
  if (secret === undefined || secret === '') return undefined;
  const identity = await deps.sessions.authenticate(secret);
  if (identity === null) return undefined;
  if (!SAFE_METHODS.has(request.method)) {
    refuseForeignOrigin(request, deps.publicUrl);
    requireCsrfToken(request, secret);
  }
  return { ...identity, via: 'session', scopes: null, sessionSecret: secret };
}
