/** Single sign-on: sign-ins that have begun, and whose account at the provider is whose here. */
import { and, eq, gt, lte, sql } from 'drizzle-orm';
import { sha256 } from '../../platform/ids';
import type { Database } from '../engine/database-types';
import { operators, sessions } from '../schema/people';
import { oidcSignIns, operatorIdentities } from '../schema/sign-in';
import { type AuditActor, appendAudit } from './audit-log';
import { endSessions } from './end-sessions';
import { type Identified, linkIdentity } from './identity-rows';

/** How long somebody may take to sign in at the provider. */
const MINUTES_TO_SIGN_IN = 10;

export type IdentityStore = {
  /** Records that the browser with this secret has gone to the provider. */
  begin(secret: string): Promise<void>;
  /** Whether it had, at most ten minutes ago. Answers true only once: an answer of the provider counts only once. */
  take(secret: string): Promise<boolean>;
  /** The operator who signs in by this account; null: none yet. */
  find(identity: Identified): Promise<string | null>;
  /**
   * Links the account; false if it is somebody else's, or if the operator has another account at this issuer. An open
   * invitation has served its purpose, and is revoked.
   */
  link(operatorId: string, identity: Identified, by: AuditActor): Promise<boolean>;
  /**
   * Forgets all accounts of an operator at providers, and ends the sessions that began there, with alerts to browsers;
   * false if there is none. The next sign-in links again.
   */
  unlink(operatorId: string, by: AuditActor): Promise<boolean>;
  /** Removes sign-ins that were never finished. */
  sweep(): Promise<void>;
};

/** The accounts in `database`. */
export function createIdentityStore({ db }: Database): IdentityStore {
  const before = sql`now() - make_interval(mins => ${MINUTES_TO_SIGN_IN})`;
  return {
    async begin(secret) {
      await db.insert(oidcSignIns).values({ idHash: sha256(secret) });
    },
    async take(secret) {
      const taken = await db
        .delete(oidcSignIns)
        .where(and(eq(oidcSignIns.idHash, sha256(secret)), gt(oidcSignIns.createdAt, before)))
        .returning({ idHash: oidcSignIns.idHash });
      return taken.length > 0;
    },
    async find({ issuer, subject }) {
      const [found] = await db
        .select({ operatorId: operatorIdentities.operatorId })
        .from(operatorIdentities)
        .where(and(eq(operatorIdentities.issuer, issuer), eq(operatorIdentities.subject, subject)));
      return found?.operatorId ?? null;
    },
    async link(operatorId, identity, by) {
      return db.transaction(async (tx) => {
        if (!(await linkIdentity(tx, operatorId, identity))) return false;
        const noInvitation = { invitationHash: null, invitationExpiresAt: null };
        await tx.update(operators).set(noInvitation).where(eq(operators.id, operatorId));
        const target = { type: 'operator', id: operatorId } as const;
        const details = { issuer: identity.issuer };
        await appendAudit(tx, by, { action: 'operator.identity_linked', target, details });
        return true;
      });
    },
    async unlink(operatorId, by) {
      return db.transaction(async (tx) => {
        const gone = await tx
          .delete(operatorIdentities)
          .where(eq(operatorIdentities.operatorId, operatorId))
          .returning({ issuer: operatorIdentities.issuer });
        if (gone.length === 0) return false;
        await endSessions(tx, operatorId, eq(sessions.method, 'oidc'));
        const target = { type: 'operator', id: operatorId } as const;
        const details = { issuers: gone.map(({ issuer }) => issuer) };
        await appendAudit(tx, by, { action: 'operator.identity_unlinked', target, details });
        return true;
      });
    },
    async sweep() {
      await db.delete(oidcSignIns).where(lte(oidcSignIns.createdAt, before));
    },
  };
}
