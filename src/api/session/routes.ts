/** Signing in and out, and who is signed in. */
import type { Response } from 'express';
import { sessionRoutes } from '../../contracts/people/session';
import { sha256 } from '../../platform/ids';
import type { Passwords } from '../../platform/secrets/passwords';
import type { OperatorStore } from '../../store/people/operators';
import type { SessionStore } from '../../store/people/sessions';
import type { SignInGuard } from '../../store/people/sign-in-guard';
import { beginSession } from '../access/begin-session';
import { chargeAttempt } from '../access/charge-attempt';
import { refuseEasilyGuessed } from '../access/refuse-easily-guessed';
import { auditActorOf, clientNetworkOf, unknownActorOf } from '../middleware/actor';
import { createSessionCookie } from '../middleware/session-cookie';
import { presentMe } from '../present/present-me';
import { ApiError, invalidField } from '../problems';
import { implement, type Route } from '../route';

type Deps = {
  readonly operators: Pick<OperatorStore, 'findByEmail' | 'passwordHash' | 'changePassword'>;
  readonly sessions: SessionStore;
  readonly signInGuard: SignInGuard;
  readonly passwords: Passwords;
  readonly publicUrl: string;
  /** The simulator stands in for WeChat. */
  readonly isDemo: boolean;
};

/** Sign-in by password, and the session's own routes. */
export function createSessionRoutes(deps: Deps): readonly Route[] {
  const { operators, sessions, signInGuard, passwords, isDemo } = deps;
  const cookie = createSessionCookie(deps.publicUrl);
  const clearCookie = (response: Response): void => {
    const { maxAge: _, ...options } = cookie.options;
    response.clearCookie(cookie.name, options);
  };

  return implement(sessionRoutes)({
    async logIn({ body: { email, password }, request, response }) {
      const attempt = await chargeAttempt(signInGuard, email, clientNetworkOf(request));
      const account = await operators.findByEmail(email);
      const fits = await passwords.verify(account?.passwordHash ?? null, password);
      if (account === null || !fits || account.operator.disabledAt !== null) {
        const operatorId = account?.operator.id ?? null;
        const by = unknownActorOf(request);
        await signInGuard.failed(attempt, { action: 'session.sign_in_failed', operatorId, by });
        throw new ApiError('unauthenticated', {}, { detail: 'The e-mail address or the password is wrong.' });
      }
      const { id: operatorId } = account.operator;
      return beginSession({ sessions, cookie, isDemo }, { request, response }, { operatorId, attempt });
    },
    async logOut({ viewer: { sessionSecret }, request, response }) {
      if (sessionSecret !== undefined) await sessions.end(sessionSecret, auditActorOf(request));
      clearCookie(response);
    },
    async endAllSessions({ viewer, request, response }) {
      await sessions.endAll(viewer.operatorId, auditActorOf(request));
      clearCookie(response);
    },
    getMe({ viewer }) {
      return presentMe(viewer, isDemo);
    },
    async changePassword({ viewer, body: { currentPassword, newPassword }, request }) {
      const { operatorId, email, name, sessionSecret } = viewer;
      await refuseEasilyGuessed('newPassword', newPassword, { email, name });
      const attempt = await chargeAttempt(signInGuard, email, clientNetworkOf(request));
      const by = auditActorOf(request);
      if (!(await passwords.verify(await operators.passwordHash(operatorId), currentPassword))) {
        await signInGuard.failed(attempt, { action: 'password.change_failed', operatorId, by });
        throw invalidField('currentPassword', 'is wrong', 'password_wrong');
      }
      if (currentPassword === newPassword)
        throw invalidField('newPassword', 'must differ from the current one', 'password_unchanged');
      const passwordHash = await passwords.hash(newPassword);
      const keptSessionHash = sessionSecret === undefined ? undefined : sha256(sessionSecret);
      await operators.changePassword({ operatorId, passwordHash, keptSessionHash, attempt }, by);
    },
  });
}
