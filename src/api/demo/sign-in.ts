import { demoSignInRoutes } from '../../contracts/demo/demo';
import { newSecret, sha256 } from '../../platform/ids';
import type { SessionStore } from '../../store/people/sessions';
import type { SignInGuard } from '../../store/people/sign-in-guard';
import { beginSession } from '../access/begin-session';
import { chargeAttempt } from '../access/charge-attempt';
import { clientNetworkOf, unknownActorOf } from '../middleware/actor';
import { createSessionCookie } from '../middleware/session-cookie';
import { ApiError } from '../problems';
import { implement, type Route } from '../route';

const VALID_FOR_MS = 60 * 60_000;
/** Used in place of an e-mail address, so that guesses are slowed down like those of a password. */
const GUARDED_AS = 'npm start';

/** The code of one link, of which only the hash exists, and only in this process. */
export type DemoLink = {
  readonly code: string;
  /** The operator whose session the code begins, once; undefined if the code is wrong, already used or too old. */
  readonly take: (code: string) => string | undefined;
};

/** Creates the link of this start for an operator. */
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

type Deps = {
  readonly link: Pick<DemoLink, 'take'>;
  readonly sessions: SessionStore;
  readonly signInGuard: SignInGuard;
  readonly publicUrl: string;
};

/** The link that `npm start` prints signs one browser in, once. */
export function createDemoSignInRoutes({ link, sessions, signInGuard, publicUrl }: Deps): readonly Route[] {
  const cookie = createSessionCookie(publicUrl);
  return implement(demoSignInRoutes)({
    async signInByDemoLink({ body: { code }, request, response }) {
      const attempt = await chargeAttempt(signInGuard, GUARDED_AS, clientNetworkOf(request));
      const operatorId = link.take(code);
      if (operatorId === undefined) {
        const by = unknownActorOf(request);
        await signInGuard.failed(attempt, { action: 'session.sign_in_failed', operatorId: null, by });
        throw new ApiError('unauthenticated', {}, { detail: 'This link was already used or is too old.' });
      }
      const deps = { sessions, cookie, isDemo: true };
      return beginSession(deps, { request, response }, { operatorId, attempt, method: 'link' });
    },
  });
}
