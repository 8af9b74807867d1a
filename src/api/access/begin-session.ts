import type { Request, Response } from 'express';
import type { MeBody } from '../../contracts/people/session';
import type { SessionStore } from '../../store/people/sessions';
import type { ChargedAttempt } from '../../store/people/sign-in-guard';
import type { SessionCookie } from '../middleware/session-cookie';
import { presentMe } from '../present/present-me';
import { ApiError } from '../problems';

type Deps = {
  readonly sessions: Pick<SessionStore, 'begin' | 'peek'>;
  readonly cookie: SessionCookie;
  readonly isDemo: boolean;
};

/** Begins a session of an operator, which replaces the one that the browser had, and sets its cookie. */
export async function beginSession(
  { sessions, cookie, isDemo }: Deps,
  { request, response }: { readonly request: Request; readonly response: Response },
  { operatorId, attempt }: { readonly operatorId: string; readonly attempt: ChargedAttempt },
): Promise<MeBody> {
  const sessionSecret = await sessions.begin({ operatorId, formerSecret: cookie.read(request), attempt });
  const identity = await sessions.peek(sessionSecret);
  if (identity === null) throw new ApiError('unauthenticated');
  response.cookie(cookie.name, sessionSecret, cookie.options);
  return presentMe({ ...identity, via: 'session', scopes: null, sessionSecret }, isDemo);
}
