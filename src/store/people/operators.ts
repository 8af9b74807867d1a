/** Operators and administrators, with the brands that they are members of. */
import { and, asc, eq, gt, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { newId } from '../../platform/ids';
import type { Database, Db } from '../engine/database-types';
import { foreignKeyViolation, uniqueViolation } from '../engine/errors';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { announceAvailability } from '../routing/availability-notices';
import { brandMembers, operators, sessions } from '../schema/people';
import { revokeTokensOf } from './api-tokens';
import { type AuditActor, appendAudit, SYSTEM } from './audit-log';
import { endSessions } from './end-sessions';
import { hasIdentity, type Identified, IdentityTaken, linkNewOperator } from './identity-rows';
import { brandIdsOf, setBrands } from './memberships';
import { operatorAuditEntries } from './operator-audit';
import { type Operator, type Role, toOperator } from './operator-rows';
import { type ChargedAttempt, forgiveAttempt } from './sign-in-guard';
import { hasTwoFactor } from './two-factor-rows';

export type NewOperator = {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly brandIds: readonly string[];
  readonly passwordHash: string | null;
  readonly mustChangePassword?: boolean;
  readonly invitation?: Invitation;
  /** Their account at the provider, by which they sign in. */
  readonly identity?: Identified;
};

export type Invitation = {
  readonly secretHash: string;
  /** Epoch ms. */
  readonly expiresAt: number;
};

export type OperatorChange = {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly role?: Role | undefined;
  readonly brandIds?: readonly string[] | undefined;
  readonly isDisabled?: boolean | undefined;
  /** Null: the brand's default. */
  readonly capacity?: number | null | undefined;
  /** A new password that an administrator sets: it ends all sessions, and must be changed at the next sign-in. */
  readonly passwordHash?: string | undefined;
};

/** Why a change was refused. No part of it was made. */
export type OperatorRefusal =
  | 'email_taken'
  | 'no_such_brand'
  | 'no_such_operator'
  | 'last_administrator'
  | 'has_password'
  | 'identity_taken';
export type OperatorResult = { readonly operator: Operator } | { readonly refusal: OperatorRefusal };

/** Notified with the operator's id, after the commit, of every change of an operator. */
export const OPERATORS_NOTICE = 'duihua_operators';

export type OperatorStore = {
  list(page: PageRequest): Promise<Page<Operator>>;
  find(id: string): Promise<Operator | null>;
  /** For sign-in: the account with its hash. Case does not matter. */
  findByEmail(email: string): Promise<{ operator: Operator; passwordHash: string | null } | null>;
  /** The password hash of an existing operator; null if no password has been set yet. */
  passwordHash(id: string): Promise<string | null>;
  /** An administrator who is not disabled, the oldest first. */
  firstAdministrator(): Promise<Operator | null>;
  create(operator: NewOperator, by?: AuditActor): Promise<OperatorResult>;
  /**
   * Disabling, and a new password, end all sessions and all alerts to browsers at once; disabling also revokes API
   * tokens and an invitation, for good. The last administrator cannot be disabled or demoted.
   */
  update(id: string, change: OperatorChange, by?: AuditActor): Promise<OperatorResult>;
  /** Those who are not disabled and may attend conversations of a brand: its members, and administrators. */
  colleagues(brandId: string, page: PageRequest): Promise<Page<Operator>>;
  /** Replaces the invitation of an operator who has not accepted the previous one. */
  invite(id: string, invitation: Invitation, by?: AuditActor): Promise<OperatorResult>;
  /** Who an invitation is for, if it can still be accepted. */
  findInvited(secretHash: string): Promise<Operator | null>;
  /** Accepts an invitation, once and in time: sets the password and returns the operator. */
  acceptInvitation(
    secretHash: string,
    passwordHash: string,
    address: string | null,
  ): Promise<Operator | null>;
  /** Sets the password that the operator chose; all sessions but the one given end, and so do alerts to browsers. */
  changePassword(change: PasswordChange, by: AuditActor): Promise<void>;
};

export type PasswordChange = {
  readonly operatorId: string;
  readonly passwordHash: string;
  readonly keptSessionHash?: string | undefined;
  /** The try with the previous password; it is forgiven. */
  readonly attempt: ChargedAttempt;
};

/** The operators in `database`. */
export function createOperatorStore({ db }: Database): OperatorStore {
  const select = (executor: Db, where: SQL | undefined) =>
    executor
      .select({
        row: operators,
        brandIds: brandIdsOf(operators.id),
        hasIdentity: hasIdentity(operators.id),
        hasTwoFactor: hasTwoFactor(operators.id),
      })
      .from(operators)
      .where(where);
  const findWhere = async (executor: Db, where: SQL) => {
    const [found] = await select(executor, where);
    return found === undefined ? null : { ...found, operator: toOperator(found) };
  };
  return {
    async list({ limit, after }) {
      const rows = await select(db, after === undefined ? undefined : gt(operators.id, after))
        .orderBy(asc(operators.id))
        .limit(limit + 1);
      return toPage(rows.map(toOperator), limit);
    },
    find: async (id) => (await findWhere(db, eq(operators.id, id)))?.operator ?? null,
    async findByEmail(email) {
      const found = await findWhere(db, sql`lower(${operators.email}) = lower(${email})`);
      return found && { operator: found.operator, passwordHash: found.row.passwordHash };
    },
    passwordHash: async (id) => (await findWhere(db, eq(operators.id, id)))?.row.passwordHash ?? null,
    async firstAdministrator() {
      const [found] = await select(db, isActiveAdministrator).orderBy(asc(operators.createdAt)).limit(1);
      return found === undefined ? null : toOperator(found);
    },
    async create({ brandIds, invitation, identity, mustChangePassword = false, ...operator }, by = SYSTEM) {
      return refusable(() =>
        db.transaction(async (tx) => {
          const id = newId();
          await tx
            .insert(operators)
            .values({ id, ...operator, mustChangePassword, ...(invitation && toColumns(invitation)) });
          await setBrands(tx, id, brandIds);
          if (identity !== undefined) await linkNewOperator(tx, id, identity);
          const made = must(await findWhere(tx, eq(operators.id, id)));
          await appendAudit(tx, by, {
            action: invitation === undefined ? 'operator.created' : 'operator.invited',
            target: { type: 'operator', id },
            details: {
              role: made.role,
              brandIds: made.brandIds,
              ...(identity === undefined ? {} : { issuer: identity.issuer }),
            },
          });
          return { operator: made };
        }),
      );
    },
    async update(id, { isDisabled, brandIds, ...fields }, by = SYSTEM) {
      return refusable(() =>
        db.transaction(async (tx): Promise<OperatorResult> => {
          // All are locked, so that if two are removed at the same moment, the second one sees the first. Whoever puts one of them
          // into a group needs their row to stay, and does not wait for that.
          const administrators = await tx
            .select({ id: operators.id })
            .from(operators)
            .where(canAdminister)
            .orderBy(operators.id)
            .for('no key update');
          const isLeaving = isDisabled === true || fields.role === 'operator';
          const isLast = administrators.length === 1 && administrators[0]?.id === id;
          if (isLeaving && isLast) return { refusal: 'last_administrator' };
          const before = (await findWhere(tx, eq(operators.id, id)))?.operator;
          if (before === undefined) return { refusal: 'no_such_operator' };
          const change = {
            ...definedOnly(fields),
            // If they are already disabled, the time stays as it was.
            ...(isDisabled === undefined || isDisabled === (before.disabledAt !== null)
              ? {}
              : { disabledAt: isDisabled ? sql`now()` : null }),
            ...(isDisabled === true ? NO_INVITATION : {}),
            ...(fields.passwordHash === undefined ? {} : { mustChangePassword: true, ...NO_INVITATION }),
          };
          if (Object.keys(change).length > 0)
            await tx.update(operators).set(change).where(eq(operators.id, id));
          if (brandIds !== undefined) await setBrands(tx, id, brandIds);
          if (isDisabled === true || fields.passwordHash !== undefined) {
            await endSessions(tx, id);
          }
          const revoked = isDisabled === true ? await revokeTokensOf(tx, id) : [];
          await tx.execute(sql`select pg_notify(${OPERATORS_NOTICE}, ${id})`);
          // They may have become able to take conversations, or may be shown to others than before.
          await announceAvailability(tx, id);
          const after = must(await findWhere(tx, eq(operators.id, id)));
          const changes = operatorAuditEntries(before, after, fields.passwordHash !== undefined);
          for (const entry of [...changes, ...revoked]) await appendAudit(tx, by, entry);
          return { operator: after };
        }),
      );
    },
    async colleagues(brandId, { limit, after }) {
      const isMember = sql`exists (select from ${brandMembers} where ${brandMembers.operatorId} = ${operators.id}
        and ${brandMembers.brandId} = ${brandId})`;
      const rows = await select(
        db,
        and(
          isNull(operators.disabledAt),
          or(eq(operators.role, 'administrator'), isMember),
          after === undefined ? undefined : gt(operators.id, after),
        ),
      )
        .orderBy(asc(operators.id))
        .limit(limit + 1);
      return toPage(rows.map(toOperator), limit);
    },
    async invite(id, invitation, by = SYSTEM) {
      return db.transaction(async (tx): Promise<OperatorResult> => {
        const [row] = await tx
          .update(operators)
          .set(toColumns(invitation))
          .where(and(eq(operators.id, id), isNull(operators.passwordHash)))
          .returning({ id: operators.id });
        const found = await findWhere(tx, eq(operators.id, id));
        if (found === null) return { refusal: 'no_such_operator' };
        if (row === undefined) return { refusal: 'has_password' };
        await appendAudit(tx, by, { action: 'operator.invited', target: { type: 'operator', id } });
        return { operator: found.operator };
      });
    },
    findInvited: async (secretHash) => (await findWhere(db, isOpenInvitation(secretHash)))?.operator ?? null,
    async acceptInvitation(secretHash, passwordHash, address) {
      return db.transaction(async (tx) => {
        const [row] = await tx
          .update(operators)
          .set({ passwordHash, ...NO_INVITATION })
          .where(isOpenInvitation(secretHash))
          .returning({ id: operators.id });
        if (row === undefined) return null;
        const { id } = row;
        const made = must(await findWhere(tx, eq(operators.id, id)));
        const by = { operatorId: id, via: 'none', address } as const;
        const target = { type: 'operator', id } as const;
        await appendAudit(tx, by, { action: 'operator.invitation_accepted', target });
        return made;
      });
    },
    async changePassword({ operatorId, passwordHash, keptSessionHash, attempt }, by) {
      await db.transaction(async (tx) => {
        await forgiveAttempt(tx, attempt);
        await tx
          .update(operators)
          .set({ passwordHash, mustChangePassword: false })
          .where(eq(operators.id, operatorId));
        const others =
          keptSessionHash === undefined ? undefined : sql`${sessions.idHash} <> ${keptSessionHash}`;
        await endSessions(tx, operatorId, others);
        const target = { type: 'operator', id: operatorId } as const;
        await appendAudit(tx, by, { action: 'password.changed', target });
      });
    },
  };
}

const NO_INVITATION = { invitationHash: null, invitationExpiresAt: null } as const;

function toColumns({ secretHash, expiresAt }: Invitation) {
  return { invitationHash: secretHash, invitationExpiresAt: new Date(expiresAt) };
}

function isOpenInvitation(secretHash: string): SQL {
  return sql`${operators.invitationHash} = ${secretHash} and ${operators.invitationExpiresAt} > now()
    and ${operators.disabledAt} is null`;
}

const isActiveAdministrator = and(eq(operators.role, 'administrator'), isNull(operators.disabledAt));
/** An administrator who was only invited cannot sign in yet and does not count as the last one. */
const canAdminister = and(
  isActiveAdministrator,
  or(isNotNull(operators.passwordHash), hasIdentity(operators.id)),
);

async function refusable(work: () => Promise<OperatorResult>): Promise<OperatorResult> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof IdentityTaken) return { refusal: 'identity_taken' };
    if (uniqueViolation(error) === 'operators_email_unique') return { refusal: 'email_taken' };
    if (foreignKeyViolation(error) === 'brand_members_brand_id_brands_id_fk')
      return { refusal: 'no_such_brand' };
    throw error;
  }
}

function must(found: { readonly operator: Operator } | null): Operator {
  if (found === null) throw new Error('An operator disappeared within the transaction that wrote it.');
  return found.operator;
}

function definedOnly<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Fields>;
}
