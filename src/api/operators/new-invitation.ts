/** Invitations: a link by which somebody sets their first password. */
import { newSecret, sha256 } from '../../platform/ids';
import type { Invitation } from '../../store/people/operators';

const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

/** A fresh invitation, good for 7 days: what is stored of it, and the link, which is not. */
export function newInvitation(publicUrl: string): { readonly invitation: Invitation; readonly url: string } {
  const secret = newSecret();
  return {
    invitation: { secretHash: sha256(secret), expiresAt: new Date(Date.now() + INVITATION_MS) },
    // Behind a hash: browsers don't send it, so it is in no log.
    url: `${publicUrl.replace(/\/$/, '')}/invitation#${secret}`,
  };
}
