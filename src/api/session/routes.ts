/** Signing in and out, and who is signed in. */
import { type Request, Router } from 'express';
import { changePasswordSchema, loginSchema, type MeBody } from '../../contracts/session';
import { sha256 } from '../../platform/ids';
import type { Passwords } from '../../platform/passwords';
import type { OperatorStore } from '../../store/operators';
import type { SessionStore } from '../../store/sessions';
import { jsonBody } from '../middleware/json-body';
import { csrfTokenOf, refuseForeignOrigin, type SessionCookie } from '../middleware/session-cookie';
import { type Viewer, viewerOf } from '../middleware/viewer';
import { ApiError, invalidField } from '../problems';
import { parseBody } from '../request';
import type { LoginDelay } from './login-delay';

type Deps = {
  readonly operators: OperatorStore;
  readonly sessions: SessionStore;
  readonly passwords: Passwords;
  readonly cookie: SessionCookie;
  readonly publicUrl: string;
  readonly loginDelay: LoginDelay;
};

/** `POST /login`: the part that needs nobody signed in. */
export function createLoginRouter(deps: Deps): Router {
  const { operators, sessions, passwords, cookie, publicUrl, loginDelay } = deps;
  const router = Router();
  router.post('/login', ...jsonBody, async (request, response) => {
    refuseForeignOrigin(request, publicUrl);
    const { email, password } = parseBody(loginSchema, request);
    const address = addressOf(request);
    refuseTooEarly(loginDelay, email, address);
    const account = await operators.findByEmail(email);
    const fits = await passwords.verify(account?.passwordHash ?? null, password);
    if (account === undefined || !fits || account.operator.disabledAt !== null) {
      loginDelay.failed(email, address);
      throw new ApiError('unauthenticated', {}, { detail: 'The e-mail address or the password is wrong.' });
    }
    loginDelay.succeeded(email, address);
    const former = cookie.read(request);
    if (former !== undefined) await sessions.end(former);
    const sessionSecret = await sessions.create(account.operator.id);
    const identity = await sessions.authenticate(sessionSecret);
    if (identity === undefined) throw new ApiError('unauthenticated');
    response.cookie(cookie.name, sessionSecret, cookie.options);
    response.json(presentMe({ ...identity, via: 'session', scope: 'write', sessionSecret }));
  });
  return router;
}

/** `POST /logout`, `GET /me`, `POST /me/password`. */
export function createSessionRouter(deps: Deps): Router {
  const { operators, sessions, passwords, cookie, loginDelay } = deps;
  const router = Router();
  router.post('/logout', async (request, response) => {
    const { sessionSecret } = viewerOf(request);
    if (sessionSecret !== undefined) await sessions.end(sessionSecret);
    const { maxAge: _, ...options } = cookie.options;
    response.clearCookie(cookie.name, options).status(204).end();
  });
  router.get('/me', (request, response) => {
    response.json(presentMe(viewerOf(request)));
  });
  router.post('/me/password', async (request, response) => {
    const { operatorId, email, sessionSecret } = viewerOf(request);
    const { currentPassword, newPassword } = parseBody(changePasswordSchema, request);
    const address = addressOf(request);
    refuseTooEarly(loginDelay, email, address);
    if (!(await passwords.verify(await operators.passwordHash(operatorId), currentPassword))) {
      loginDelay.failed(email, address);
      throw invalidField('currentPassword', 'is wrong');
    }
    if (currentPassword === newPassword) throw invalidField('newPassword', 'must be another one');
    const kept = sessionSecret === undefined ? undefined : sha256(sessionSecret);
    await operators.changePassword(operatorId, await passwords.hash(newPassword), kept);
    response.status(204).end();
  });
  return router;
}

function refuseTooEarly(loginDelay: LoginDelay, account: string, address: string): void {
  const waitMs = loginDelay.waitMs(account, address);
  if (waitMs > 0) throw new ApiError('too_many_requests', {}, { retryAfterSeconds: waitMs / 1000 });
}

function addressOf(request: Request): string {
  return request.ip ?? '';
}

function presentMe({
  operatorId,
  name,
  email,
  role,
  brandIds,
  mustChangePassword,
  sessionSecret,
}: Viewer): MeBody {
  return {
    id: operatorId,
    name,
    email,
    role,
    brandIds: [...brandIds],
    mustChangePassword,
    ...(sessionSecret === undefined ? {} : { csrfToken: csrfTokenOf(sessionSecret) }),
  };
}
