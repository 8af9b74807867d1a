/** Invitations: a link by which somebody sets their first password. */
import { Router } from 'express';
import { acceptInvitationSchema } from '../../contracts/people/operator';
import { newSecret, sha256 } from '../../platform/ids';
import type { Passwords } from '../../platform/secrets/passwords';
import type { Invitation, OperatorStore } from '../../store/people/operators';
import { refuseEasilyGuessed } from '../access/refuse-easily-guessed';
import { addressOf } from '../middleware/actor';
import { jsonBody } from '../middleware/json-body';
import { refuseForeignOrigin } from '../middleware/session-cookie';
import { ApiError } from '../problems';
import { parseBody } from '../request';

const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

type Deps = { readonly operators: OperatorStore; readonly passwords: Passwords; readonly publicUrl: string };

/** A fresh invitation, good for 7 days: what is stored of it, and the link, which is not. */
export function newInvitation(publicUrl: string): { readonly invitation: Invitation; readonly url: string } {
  const secret = newSecret();
  return {
    invitation: { secretHash: sha256(secret), expiresAt: new Date(Date.now() + INVITATION_MS) },
    // Behind a hash: browsers don't send it, so it is in no log.
    url: `${publicUrl.replace(/\/$/, '')}/invitation#${secret}`,
  };
}

/** `POST /invitations/accept`: the part that needs nobody signed in. */
export function createInvitationRouter({ operators, passwords, publicUrl }: Deps): Router {
  const router = Router();
  router.post('/invitations/accept', ...jsonBody, async (request, response) => {
    refuseForeignOrigin(request, publicUrl);
    const { token, password } = parseBody(acceptInvitationSchema, request);
    // Looked up first: a hash costs 50 ms, and nobody guesses 256 random bits by their time.
    const invited = await operators.findInvited(sha256(token));
    if (invited === undefined) throw noInvitation();
    await refuseEasilyGuessed('password', password, invited);
    const passwordHash = await passwords.hash(password);
    const operator = await operators.acceptInvitation(sha256(token), passwordHash, addressOf(request));
    if (operator === undefined) throw noInvitation();
    response.status(204).end();
  });
  return router;
}

function noInvitation(): ApiError {
  return new ApiError('not_found', {}, { detail: 'This invitation was used, has expired, or never was.' });
}
