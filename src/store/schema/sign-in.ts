/**
 * Ways to sign in besides a password: accounts at the provider of single sign-on, and second factors. Codes and secrets of
 * browsers are SHA-256 hashes; the secret of an authenticator app is sealed.
 */
import { sql } from 'drizzle-orm';
import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { createdAt, time } from './columns';
import { operators } from './people';

const operatorId = () =>
  text('operator_id')
    .notNull()
    .references(() => operators.id, { onDelete: 'cascade' });

/** A sign-in at the provider that has begun. Taken once; state, nonce and PKCE follow from the browser's secret. */
export const oidcSignIns = pgTable(
  'oidc_sign_ins',
  {
    /** SHA-256 of the browser's cookie. */
    idHash: text('id_hash').primaryKey(),
    createdAt: createdAt(),
  },
  (table) => [index('oidc_sign_ins_created').on(table.createdAt)],
);

/** Whose account at the provider is whose here. Stays when the operator is disabled. */
export const operatorIdentities = pgTable(
  'operator_identities',
  {
    issuer: text('issuer').notNull(),
    /** What the issuer never gives to another person. */
    subject: text('subject').notNull(),
    operatorId: operatorId(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    uniqueIndex('operator_identities_operator_unique').on(table.operatorId, table.issuer),
  ],
);

/** The authenticator app of an operator. */
export const operatorTwoFactors = pgTable('operator_two_factors', {
  operatorId: operatorId().primaryKey(),
  secretSealed: text('secret_sealed').notNull(),
  /** Null: set up, but no code of it has been entered yet; it does not count. */
  confirmedAt: time('confirmed_at'),
  /** The time step of the last accepted code: neither it nor an earlier one is accepted again. */
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
  createdAt: createdAt(),
});

export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    operatorId: operatorId(),
    codeHash: text('code_hash').notNull(),
    usedAt: time('used_at'),
  },
  (table) => [primaryKey({ columns: [table.operatorId, table.codeHash] })],
);

/** What the desk demands of sign-ins; one row, or none as long as nothing is demanded. */
export const signInPolicy = pgTable('sign_in_policy', {
  id: integer('id').primaryKey(),
  /** The roles that need a second factor with a password. */
  twoFactorRoles: text('two_factor_roles').array().notNull().default(sql`'{}'::text[]`),
});
