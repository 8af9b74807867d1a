/** An operator's row and what it means outside of this folder. */
import type { operators } from '../schema/people';

export const ROLES = ['operator', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

export type Operator = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  /** The brands that they are members of. An administrator sees all brands, whatever this says. */
  readonly brandIds: readonly string[];
  readonly mustChangePassword: boolean;
  readonly hasPassword: boolean;
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
};

/** The row as an {@link Operator}. */
export function toOperator(row: typeof operators.$inferSelect, brandIds: readonly string[]): Operator {
  const { id, name, email, role, mustChangePassword, disabledAt, createdAt } = row;
  const hasPassword = row.passwordHash !== null;
  return { id, name, email, role, brandIds, mustChangePassword, hasPassword, disabledAt, createdAt };
}
