/** Accounts at the provider of single sign-on, by which operators sign in. */
import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import type { Db } from '../engine/database-types';
import { operatorIdentities } from '../schema/sign-in';

/** An account at a provider: its subject is never given to another person by that issuer. */
export type Identified = { readonly issuer: string; readonly subject: string };

/** A selected field: whether the operator has signed in by a provider. */
export function hasIdentity(operatorId: AnyColumn): SQL<boolean> {
  return sql<boolean>`exists (select from ${operatorIdentities}
    where ${operatorIdentities.operatorId} = ${operatorId})`;
}

/** Links the account; false if it is somebody else's, or if the operator has another account at this issuer. */
export async function linkIdentity(tx: Db, operatorId: string, identity: Identified): Promise<boolean> {
  const linked = await tx
    .insert(operatorIdentities)
    .values({ ...identity, operatorId })
    .onConflictDoNothing()
    .returning({ operatorId: operatorIdentities.operatorId });
  return linked.length > 0;
}

/** Thrown to roll back the operator that was to be made. */
export class IdentityTaken extends Error {
  override readonly name = 'IdentityTaken';
}

/** {@link linkIdentity} for an operator that is made in this transaction. @throws IdentityTaken */
export async function linkNewOperator(tx: Db, operatorId: string, identity: Identified): Promise<void> {
  if (await linkIdentity(tx, operatorId, identity)) return;
  throw new IdentityTaken('The account at the provider is somebody else’s.');
}
