import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { singleSignOnRoutes } from '../../contracts/people/single-sign-on';
import type { SignInObstacle } from '../../domain/sign-in/person-at-provider';
import { type OidcProvider, ProviderAway, SignInInvalid } from '../../oidc/provider';
import { newSecret } from '../../platform/ids';
import type { OidcRules } from '../../platform/settings/oidc-config';
import type { BrandStore } from '../../store/people/brands';
import type { IdentityStore } from '../../store/people/identities';
import type { OperatorStore } from '../../store/people/operators';
import type { SessionStore } from '../../store/people/sessions';
import type { SignInGuard } from '../../store/people/sign-in-guard';
import { beginSession } from '../access/begin-session';
import type { PasswordSignIn } from '../access/password-sign-in';
import { addressOf, unknownActorOf } from '../middleware/actor';
import { createPendingCookie, createSessionCookie } from '../middleware/session-cookie';
import { ApiError } from '../problems';
import { implement, type Route } from '../route';
import { operatorOfPerson } from './operator-of-person';

type Deps = {
  /** Null: there is no single sign-on. */
  readonly provider: OidcProvider | null;
  readonly oidcRules: OidcRules | null;
  readonly passwordSignIn: PasswordSignIn;
  readonly operators: OperatorStore;
  readonly identities: IdentityStore;
  readonly brands: Pick<BrandStore, 'idsNamed'>;
  readonly sessions: SessionStore;
  readonly signInGuard: Pick<SignInGuard, 'failed'>;
  readonly publicUrl: string;
  readonly isDemo: boolean;
  readonly logger: Logger;
};

/** Single sign-on. The provider is asked only when somebody signs in; passwords never wait for it. */
export function createSingleSignOnRoutes(deps: Deps): readonly Route[] {
  const { provider, oidcRules, passwordSignIn, identities, sessions, signInGuard, isDemo, logger } = deps;
  const sessionCookie = createSessionCookie(deps.publicUrl);
  const pendingCookie = createPendingCookie(deps.publicUrl);
  const emergencyId = passwordSignIn.emergency?.operatorId ?? null;

  /** The pending sign-in of this browser, once. */
  const takePending = async (request: Request, response: Response): Promise<string> => {
    const secret = pendingCookie.read(request);
    const { maxAge: _, ...options } = pendingCookie.options;
    response.clearCookie(pendingCookie.name, options);
    if (secret !== undefined && secret !== '' && (await identities.take(secret))) return secret;
    throw refused('sign_in_expired', 'This sign-in is over or was begun in another browser. Begin again.');
  };

  return implement(singleSignOnRoutes)({
    getWaysToSignIn() {
      return {
        password: passwordSignIn.isOn,
        provider: provider === null ? null : { name: provider.name },
      };
    },
    async beginSingleSignOn({ response }) {
      if (provider === null) throw noSingleSignOn();
      const secret = newSecret();
      const url = await provider.begin(secret).catch((error: unknown) => {
        throw toApiError(error, logger);
      });
      await identities.begin(secret);
      response.cookie(pendingCookie.name, secret, pendingCookie.options);
      return { url };
    },
    async finishSingleSignOn({ body: { query }, request, response }) {
      if (provider === null || oidcRules === null) throw noSingleSignOn();
      const secret = await takePending(request, response);
      const by = unknownActorOf(request);
      const audited = async (operatorId: string | null, reason: string): Promise<void> =>
        signInGuard.failed({ locksOut: false }, { action: 'session.sign_in_failed', operatorId, reason, by });
      const person = await provider.finish(secret, query).catch(async (error: unknown) => {
        if (error instanceof SignInInvalid) await audited(null, error.reason);
        throw toApiError(error, logger);
      });
      const found = await operatorOfPerson({ ...deps, rules: oidcRules, emergencyId }, person, by);
      if ('obstacle' in found) {
        await audited(await identities.find(person), found.obstacle);
        throw new ApiError('forbidden', { reason: found.obstacle }, { detail: OBSTACLES[found.obstacle] });
      }
      return beginSession(
        { sessions, cookie: sessionCookie, isDemo },
        { request, response },
        { ...found, method: 'oidc', idToken: person.idToken, address: addressOf(request) },
      );
    },
  });
}

const OBSTACLES: Readonly<Record<SignInObstacle, string>> = {
  email_unverified: 'The provider does not confirm that the e-mail address is yours.',
  domain_not_allowed: 'E-mail addresses of this domain may not sign in here.',
  no_account: 'Nobody with this e-mail address has an account here. Ask an administrator.',
  linked_to_other: 'The account with this e-mail address belongs to another account at the provider.',
  disabled: 'This account is disabled here.',
};

function noSingleSignOn(): ApiError {
  return new ApiError('not_found', {}, { detail: 'Single sign-on is not set up here.' });
}

function refused(reason: string, detail: string, cause?: unknown): ApiError {
  return new ApiError('unauthenticated', { reason }, { detail, cause });
}

/** What the browser is told; the log learns more. */
function toApiError(error: unknown, logger: Logger): unknown {
  if (error instanceof ProviderAway) {
    logger.warn({ err: error }, 'the provider of single sign-on does not answer');
    const detail = 'The provider of single sign-on does not answer. Try again in a minute.';
    return new ApiError('unavailable', { reason: 'provider_away' }, { detail, cause: error });
  }
  if (!(error instanceof SignInInvalid)) return error;
  const { reason } = error;
  logger.warn({ reason }, 'the answer of the provider of single sign-on was refused');
  return reason === 'access_denied'
    ? refused('provider_denied', 'The provider did not let you in, or you cancelled.')
    : refused('provider_invalid', 'The provider’s answer could not be verified. Begin again.');
}
