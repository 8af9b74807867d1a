/** `POST /demo/sign-in`: the link that `npm start` prints signs one browser in, once. */
import { Router } from 'express';
import { demoSignInSchema } from '../../contracts/demo/demo';
import { newSecret, sha256 } from '../../platform/ids';
import type { SessionStore } from '../../store/people/sessions';
import type { SignInGuard } from '../../store/people/sign-in-guard';
import { chargeAttempt } from '../access/charge-attempt';
import { placeOf, unknownActorOf } from '../middleware/actor';
import { jsonBody } from '../middleware/json-body';
import { createSessionCookie, refuseForeignOrigin } from '../middleware/session-cookie';
import { presentMe } from '../present/present-me';
import { ApiError } from '../problems';
import { parseBody } from '../request';

const VALID_FOR_MS = 60 * 60_000;
/** In the place of an e-mail address: guesses are slowed down like those of a password. */
const GUARDED_AS = 'npm start';

/** The code of one link, kept in this process only, as its hash. */
export type DemoLink = {
  readonly code: string;
  /** Whose session it begins, the first time; undefined where it is another one, was used, or is too old. */
  readonly take: (code: string) => string | undefined;
};

/** Makes the link of this start for an operator. */
export function createDemoLink(operatorId: string, clock: () => number): DemoLink {
  const code = newSecret();
  const hash = sha256(code);
  const expiresAt = clock() + VALID_FOR_MS;
  let isUsed = false;
  return {
    code,
    take(given) {
      if (isUsed || clock() >= expiresAt || sha256(given) !== hash) return undefined;
      isUsed = true;
      return operatorId;
    },
  };
}

export type DemoSignInDeps = {
  readonly link: Pick<DemoLink, 'take'>;
  readonly sessions: SessionStore;
  readonly signInGuard: SignInGuard;
  readonly publicUrl: string;
};

/** For everybody: it goes before authentication. */
export function createDemoSignInRouter(deps: DemoSignInDeps): Router {
  const { link, sessions, signInGuard, publicUrl } = deps;
  const cookie = createSessionCookie(publicUrl);
  const router = Router();
  router.post('/demo/sign-in', ...jsonBody, async (request, response) => {
    refuseForeignOrigin(request, publicUrl);
    const { code } = parseBody(demoSignInSchema, request);
    const attempt = await chargeAttempt(signInGuard, GUARDED_AS, placeOf(request));
    const operatorId = link.take(code);
    if (operatorId === undefined) {
      const by = unknownActorOf(request);
      await signInGuard.failed(attempt, { action: 'session.sign_in_failed', operatorId: null, by });
      throw new ApiError('unauthenticated', {}, { detail: 'This link was used, or is too old.' });
    }
    const sessionSecret = await sessions.begin({ operatorId, formerSecret: cookie.read(request), attempt });
    const identity = await sessions.peek(sessionSecret);
    if (identity === undefined) throw new ApiError('unauthenticated');
    response.cookie(cookie.name, sessionSecret, cookie.options);
    response.json(presentMe({ ...identity, via: 'session', scope: 'write', sessionSecret }, true));
  });
  return router;
}
