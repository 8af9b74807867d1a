/** Signing in and out, and who is signed in. */
import { type Request, type Response, Router } from 'express';
import { changePasswordSchema, loginSchema } from '../../contracts/people/session';
import { sha256 } from '../../platform/ids';
import type { Passwords } from '../../platform/secrets/passwords';
import type { OperatorStore } from '../../store/people/operators';
import type { SessionStore } from '../../store/people/sessions';
import type { SignInGuard } from '../../store/people/sign-in-guard';
import { chargeAttempt } from '../access/charge-attempt';
import { refuseEasilyGuessed } from '../access/refuse-easily-guessed';
import { auditActorOf, placeOf, unknownActorOf } from '../middleware/actor';
import { jsonBody } from '../middleware/json-body';
import { refuseForeignOrigin, type SessionCookie } from '../middleware/session-cookie';
import { viewerOf } from '../middleware/viewer';
import { presentMe } from '../present/present-me';
import { ApiError, invalidField } from '../problems';
import { parseBody } from '../request';

type Deps = {
  readonly operators: OperatorStore;
  readonly sessions: SessionStore;
  readonly signInGuard: SignInGuard;
  readonly passwords: Passwords;
  readonly cookie: SessionCookie;
  readonly publicUrl: string;
  /** The simulator stands in for WeChat; false where left out. */
  readonly isDemo?: boolean;
};

/** `POST /login`: the part that needs nobody signed in. */
export function createLoginRouter(deps: Deps): Router {
  const { operators, sessions, signInGuard, passwords, cookie, publicUrl, isDemo = false } = deps;
  const router = Router();
  router.post('/login', ...jsonBody, async (request, response) => {
    refuseForeignOrigin(request, publicUrl);
    const { email, password } = parseBody(loginSchema, request);
    const attempt = await chargeAttempt(signInGuard, email, placeOf(request));
    const account = await operators.findByEmail(email);
    const fits = await passwords.verify(account?.passwordHash ?? null, password);
    if (account === undefined || !fits || account.operator.disabledAt !== null) {
      const operatorId = account?.operator.id ?? null;
      const by = unknownActorOf(request);
      await signInGuard.failed(attempt, { action: 'session.sign_in_failed', operatorId, by });
      throw new ApiError('unauthenticated', {}, { detail: 'The e-mail address or the password is wrong.' });
    }
    const { id: operatorId } = account.operator;
    const formerSecret = cookie.read(request);
    const sessionSecret = await sessions.begin({ operatorId, formerSecret, attempt });
    const identity = await sessions.peek(sessionSecret);
    if (identity === undefined) throw new ApiError('unauthenticated');
    response.cookie(cookie.name, sessionSecret, cookie.options);
    response.json(presentMe({ ...identity, via: 'session', scope: 'write', sessionSecret }, isDemo));
  });
  return router;
}

/** `POST /logout`, `POST /me/sessions/revoke`, `GET /me`, `POST /me/password`. */
export function createSessionRouter(deps: Deps): Router {
  const { sessions, cookie, isDemo = false } = deps;
  const router = Router();
  const clearCookie = (response: Response): Response => {
    const { maxAge: _, ...options } = cookie.options;
    return response.clearCookie(cookie.name, options);
  };
  router.post('/logout', async (request, response) => {
    const { sessionSecret } = viewerOf(request);
    if (sessionSecret !== undefined) await sessions.end(sessionSecret, auditActorOf(request));
    clearCookie(response).status(204).end();
  });
  router.post('/me/sessions/revoke', async (request, response) => {
    await sessions.endAll(viewerOf(request).operatorId, auditActorOf(request));
    clearCookie(response).status(204).end();
  });
  router.get('/me', (request, response) => {
    response.json(presentMe(viewerOf(request), isDemo));
  });
  router.post('/me/password', async (request, response) => {
    await changePassword(deps, request);
    response.status(204).end();
  });
  return router;
}

async function changePassword({ operators, signInGuard, passwords }: Deps, request: Request): Promise<void> {
  const { operatorId, email, name, sessionSecret } = viewerOf(request);
  const { currentPassword, newPassword } = parseBody(changePasswordSchema, request);
  await refuseEasilyGuessed('newPassword', newPassword, { email, name });
  const attempt = await chargeAttempt(signInGuard, email, placeOf(request));
  const by = auditActorOf(request);
  if (!(await passwords.verify(await operators.passwordHash(operatorId), currentPassword))) {
    await signInGuard.failed(attempt, { action: 'password.change_failed', operatorId, by });
    throw invalidField('currentPassword', 'is wrong');
  }
  if (currentPassword === newPassword) throw invalidField('newPassword', 'must be another one');
  const passwordHash = await passwords.hash(newPassword);
  const keptSessionHash = sessionSecret === undefined ? undefined : sha256(sessionSecret);
  await operators.changePassword({ operatorId, passwordHash, keptSessionHash, attempt }, by);
}
