/** Signing in and out, and who is signed in. */
import type { Response } from 'express';
import { sessionRoutes } from '../../contracts/people/session';
import type { OidcProvider } from '../../oidc/provider';
import { sha256 } from '../../platform/ids';
import type { Passwords } from '../../platform/secrets/passwords';
import type { OperatorStore } from '../../store/people/operators';
import type { SessionStore } from '../../store/people/sessions';
import type { SignInGuard } from '../../store/people/sign-in-guard';
import type { TwoFactorStore } from '../../store/people/two-factors';
import { beginSession } from '../access/begin-session';
import { chargeAttempt, checkCharged } from '../access/charge-attempt';
import { judgePassword, type PasswordSignIn, refusePasswordsOff } from '../access/password-sign-in';
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
  readonly passwordSignIn: PasswordSignIn;
  readonly twoFactors: Pick<TwoFactorStore, 'accept'>;
  readonly provider: Pick<OidcProvider, 'signOutUrl'> | null;
  readonly publicUrl: string;
  /** The simulator stands in for WeChat. */
  readonly isDemo: boolean;
};

/** Sign-in by password, and the session's own routes. */
export function createSessionRoutes(deps: Deps): readonly Route[] {
  const { operators, sessions, signInGuard, passwords, passwordSignIn, twoFactors, provider, isDemo } = deps;
  const cookie = createSessionCookie(deps.publicUrl);
  const clearCookie = (response: Response): void => {
    const { maxAge: _, ...options } = cookie.options;
    response.clearCookie(cookie.name, options);
  };

  return implement(sessionRoutes)({
    async logIn({ body: { email, password, code }, request, response }) {
      const attempt = await chargeAttempt(signInGuard, email, clientNetworkOf(request));
      const account = await operators.findByEmail(email);
      const method = await checkCharged(signInGuard, attempt, () =>
        judgePassword(passwordSignIn, passwords, account, password),
      );
      const by = unknownActorOf(request);
      if (account === null || method === null) {
        const operatorId = account?.operator.id ?? null;
        await signInGuard.failed(attempt, { action: 'session.sign_in_failed', operatorId, by });
        throw passwordSignIn.isOn ? wrongPassword() : passwordsOff();
      }
      const { id: operatorId, hasTwoFactor } = account.operator;
      if (hasTwoFactor) {
        // The attempt stays charged until a code is right: knowing the password buys no further guesses.
        if (code === undefined) {
          await signInGuard.excuseAddress(attempt);
          throw new ApiError('two_factor_required');
        }
        if (!(await twoFactors.accept(operatorId, code, by))) {
          await signInGuard.failed(attempt, {
            action: 'session.sign_in_failed',
            operatorId,
            reason: 'code',
            by,
          });
          throw new ApiError('two_factor_required', { reason: 'code_wrong' }, { detail: CODE_WRONG });
        }
      }
      return beginSession(
        { sessions, cookie, isDemo },
        { request, response },
        { operatorId, attempt, method },
      );
    },
    async logOut({ viewer: { sessionSecret }, request, response }) {
      const ended =
        sessionSecret === undefined ? {} : await sessions.end(sessionSecret, auditActorOf(request));
      clearCookie(response);
      const { idToken } = ended;
      const continueAt = idToken === undefined ? null : ((await provider?.signOutUrl(idToken)) ?? null);
      response.status(continueAt === null ? 204 : 200);
      return continueAt === null ? undefined : { continueAt };
    },
    async endAllSessions({ viewer, request, response }) {
      await sessions.endAll(viewer.operatorId, auditActorOf(request));
      clearCookie(response);
    },
    getMe({ viewer }) {
      return presentMe(viewer, isDemo);
    },
    async changePassword({ viewer, body: { currentPassword, newPassword }, request }) {
      refusePasswordsOff(passwordSignIn);
      const { operatorId, email, name, sessionSecret } = viewer;
      await refuseEasilyGuessed('newPassword', newPassword, { email, name });
      const attempt = await chargeAttempt(signInGuard, email, clientNetworkOf(request));
      const by = auditActorOf(request);
      const stored = await operators.passwordHash(operatorId);
      const isRight = await checkCharged(signInGuard, attempt, () =>
        passwords.verify(stored, currentPassword),
      );
      if (!isRight) {
        await signInGuard.failed(attempt, { action: 'password.change_failed', operatorId, by });
        throw invalidField('currentPassword', 'is wrong', 'password_wrong');
      }
      if (currentPassword === newPassword)
        throw invalidField('newPassword', 'must differ from the current one', 'password_unchanged');
      const passwordHash = await checkCharged(signInGuard, attempt, () => passwords.hash(newPassword));
      const keptSessionHash = sessionSecret === undefined ? undefined : sha256(sessionSecret);
      await operators.changePassword({ operatorId, passwordHash, keptSessionHash, attempt }, by);
    },
  });
}

const CODE_WRONG = 'The code is wrong, or it was used before.';

function wrongPassword(): ApiError {
  return new ApiError('unauthenticated', {}, { detail: 'The e-mail address or the password is wrong.' });
}

/** The same for everyone, so that it does not tell who may. */
function passwordsOff(): ApiError {
  const detail = 'Passwords are switched off here; sign in by single sign-on.';
  return new ApiError('unauthenticated', { reason: 'password_sign_in_off' }, { detail });
}
