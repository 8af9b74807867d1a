/** An operator's row, and what it becomes outside this folder. */
import { toMs, toMsOrNull } from '../engine/rows';
import type { operators } from '../schema/people';

export const ROLES = ['operator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export type Operator = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** The brands they are members of. Administrators see all brands, whatever this says. */
  readonly brandIds: readonly string[];
  readonly mustChangePassword: boolean;
  readonly hasPassword: boolean;
  /** They have signed in by their account at the provider. */
  readonly hasIdentity: boolean;
  /** They enter a code of their authenticator app with their password. */
  readonly hasTwoFactor: boolean;
  /** How many conversations they are offered at the same time; null: the brand's default. */
  readonly capacity: number | null;
  /** Epoch ms, like `createdAt`; null: not disabled. */
  readonly disabledAt: number | null;
  readonly createdAt: number;
};

/** An operator's row and what belongs to it in other tables. */
export type OperatorParts = {
  readonly row: typeof operators.$inferSelect;
  readonly brandIds: readonly string[];
  readonly hasIdentity: boolean;
  readonly hasTwoFactor: boolean;
};

/** The row as an {@link Operator}. */
export function toOperator({ row, ...parts }: OperatorParts): Operator {
  const { id, name, email, role, mustChangePassword, capacity } = row;
  return {
    id,
    name,
    email,
    role,
    ...parts,
    mustChangePassword,
    hasPassword: row.passwordHash !== null,
    capacity,
    disabledAt: toMsOrNull(row.disabledAt),
    createdAt: toMs(row.createdAt),
  };
}
