import { newSecret, sha256 } from '../../platform/ids';
import type { Invitation } from '../../store/people/operators';

const INVITATION_MS = 7 * 24 * 60 * 60 * 1000;

/** A new invitation, valid for 7 days: the part that is stored, and its link, which is not. */
export function newInvitation(publicUrl: string): { readonly invitation: Invitation; readonly url: string } {
  const secret = newSecret();
  return {
    invitation: { secretHash: sha256(secret), expiresAt: Date.now() + INVITATION_MS },
    // In the fragment, which browsers do not send, so it is in no log.
    url: `${publicUrl.replace(/\/$/, '')}/invitation#${secret}`,
  };
}
