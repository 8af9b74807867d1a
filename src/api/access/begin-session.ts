import type { Request, Response } from 'express';
import type { MeBody } from '../../contracts/people/session';
import type { NewSession, SessionStore } from '../../store/people/sessions';
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
  session: Omit<NewSession, 'formerSecret'>,
): Promise<MeBody> {
  const sessionSecret = await sessions.begin({ ...session, formerSecret: cookie.read(request) });
  const identity = await sessions.peek(sessionSecret);
  if (identity === null) throw new ApiError('unauthenticated');
  response.cookie(cookie.name, sessionSecret, cookie.options);
  return presentMe({ ...identity, via: 'session', scopes: null, sessionSecret }, isDemo);
}
