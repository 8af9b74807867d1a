import { type AnyColumn, type SQL, sql } from 'drizzle-orm';
import { operatorTwoFactors } from '../schema/sign-in';

/** A selected field: whether the operator enters a code with the password. */
export function hasTwoFactor(operatorId: AnyColumn): SQL<boolean> {
  return sql<boolean>`exists (select from ${operatorTwoFactors}
    where ${operatorTwoFactors.operatorId} = ${operatorId} and ${operatorTwoFactors.confirmedAt} is not null)`;
}
