/** What the desk demands of those who sign in. */
import { type AnyColumn, eq, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../engine/database-types';
import { signInPolicy } from '../schema/sign-in';
import { type AuditActor, appendAudit } from './audit-log';
import { ROLES, type Role } from './operator-rows';

const THE_ROW = 1;

export type SignInPolicy = {
  /** Who needs a second factor with a password. */
  readonly twoFactorRoles: readonly Role[];
};

export type SignInPolicyStore = {
  get(): Promise<SignInPolicy>;
  /** Takes effect at once, for sessions that are open as well. */
  set(policy: SignInPolicy, by: AuditActor): Promise<SignInPolicy>;
};

/** A condition: the role needs a second factor with a password. */
export function isTwoFactorDemanded(role: AnyColumn): SQL<boolean> {
  return sql<boolean>`exists (select from ${signInPolicy} where ${role} = any(${signInPolicy.twoFactorRoles}))`;
}

/** The policy in `database`. */
export function createSignInPolicy({ db }: Database): SignInPolicyStore {
  const get = async (): Promise<SignInPolicy> => {
    const [row] = await db.select().from(signInPolicy).where(eq(signInPolicy.id, THE_ROW));
    return { twoFactorRoles: ROLES.filter((role) => row?.twoFactorRoles.includes(role)) };
  };
  return {
    get,
    async set(policy, by) {
      const twoFactorRoles = ROLES.filter((role) => policy.twoFactorRoles.includes(role));
      await db.transaction(async (tx) => {
        await tx
          .insert(signInPolicy)
          .values({ id: THE_ROW, twoFactorRoles })
          .onConflictDoUpdate({ target: signInPolicy.id, set: { twoFactorRoles } });
        await appendAudit(tx, by, { action: 'sign_in_policy.changed', details: { twoFactorRoles } });
      });
      return { twoFactorRoles };
    },
  };
}
