/** Who makes a request: the operator of a session or an API token, with what they may see. */
import { sql } from 'drizzle-orm';
import { operators } from '../schema/people';
import { visibleBrandIds } from './memberships';
import type { Role } from './operator-rows';

/** An authenticated operator. */
export type Identity = {
  readonly operatorId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** The brands whose conversations they may see: their own, or all for an administrator. */
  readonly brandIds: readonly string[];
  readonly mustChangePassword: boolean;
  /** With a token that is limited to brands: even an administrator sees only those in `brandIds`. */
  readonly isLimited?: true;
  /** They signed in by a password alone, and their role needs a second factor, which they have to set up first. */
  readonly mustSetUpTwoFactor: boolean;
};

/** The fields of an identity in a query that joins `operators`. */
export const identityFields = {
  operatorId: operators.id,
  name: operators.name,
  email: operators.email,
  role: operators.role,
  mustChangePassword: operators.mustChangePassword,
  mustSetUpTwoFactor: sql<boolean>`false`,
  brandIds: visibleBrandIds(operators.id, operators.role),
};
