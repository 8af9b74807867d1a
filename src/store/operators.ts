/** Operators and administrators, with the brands that they are members of. */
import { and, asc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import { newId } from '../platform/ids';
import type { Database, Db } from './database-types';
import { foreignKeyViolation, uniqueViolation } from './errors';
import { brandIdsOf, setBrands } from './memberships';
import { type Operator, type Role, toOperator } from './operator-rows';
import { type Page, type PageRequest, toPage } from './page';
import { operators, sessions } from './schema/administration';

export type NewOperator = {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly brandIds: readonly string[];
  readonly passwordHash: string | null;
  readonly mustChangePassword?: boolean;
  readonly invitation?: { readonly secretHash: string; readonly expiresAt: Date };
};

export type OperatorChange = {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly role?: Role | undefined;
  readonly brandIds?: readonly string[] | undefined;
  readonly isDisabled?: boolean | undefined;
  /** A new password that an administrator sets; it ends all sessions. */
  readonly passwordHash?: string | undefined;
};

/** Why a change was not made. Nothing of it was. */
export type OperatorRefusal = 'email_taken' | 'no_such_brand' | 'no_such_operator' | 'last_administrator';
export type OperatorResult = { readonly operator: Operator } | { readonly refusal: OperatorRefusal };

/** Told with the operator's id, after the commit, on every change of an operator. */
export const OPERATORS_NOTICE = 'duihua_operators';

export type OperatorStore = {
  list(page: PageRequest): Promise<Page<Operator>>;
  find(id: string): Promise<Operator | undefined>;
  /** For sign-in: the account with its hash. Letters' case makes no difference. */
  findByEmail(email: string): Promise<{ operator: Operator; passwordHash: string | null } | undefined>;
  /** The hash of an operator who exists; null where no password was set yet. */
  passwordHash(id: string): Promise<string | null>;
  /** An administrator who is not disabled, the oldest first. */
  firstAdministrator(): Promise<Operator | undefined>;
  create(operator: NewOperator): Promise<OperatorResult>;
  /** Disabling, and a new password, end all sessions at once. The last administrator is never lost. */
  update(id: string, change: OperatorChange): Promise<OperatorResult>;
  /** Sets the password that the operator chose; all sessions but the one given end. */
  changePassword(id: string, passwordHash: string, exceptSessionHash?: string): Promise<void>;
  /** Accepts an invitation once and in time: sets the password and gives the operator. */
  acceptInvitation(secretHash: string, passwordHash: string): Promise<Operator | undefined>;
};

/** The operators in `database`. */
export function createOperatorStore({ db }: Database): OperatorStore {
  const select = (executor: Db, where: SQL | undefined) =>
    executor
      .select({ row: operators, brandIds: brandIdsOf(operators.id) })
      .from(operators)
      .where(where);
  const findWhere = async (executor: Db, where: SQL) => {
    const [found] = await select(executor, where);
    return found === undefined ? undefined : { ...found, operator: toOperator(found.row, found.brandIds) };
  };
  return {
    async list({ limit, after }) {
      const rows = await select(db, after === undefined ? undefined : gt(operators.id, after))
        .orderBy(asc(operators.id))
        .limit(limit + 1);
      return toPage(
        rows.map(({ row, brandIds }) => toOperator(row, brandIds)),
        limit,
      );
    },
    find: async (id) => (await findWhere(db, eq(operators.id, id)))?.operator,
    async findByEmail(email) {
      const found = await findWhere(db, sql`lower(${operators.email}) = lower(${email})`);
      return found && { operator: found.operator, passwordHash: found.row.passwordHash };
    },
    passwordHash: async (id) => (await findWhere(db, eq(operators.id, id)))?.row.passwordHash ?? null,
    async firstAdministrator() {
      const [found] = await select(db, isActiveAdministrator).orderBy(asc(operators.createdAt)).limit(1);
      return found && toOperator(found.row, found.brandIds);
    },
    async create({ brandIds, invitation, mustChangePassword = false, ...operator }) {
      return refusable(() =>
        db.transaction(async (tx) => {
          const id = newId();
          await tx.insert(operators).values({
            id,
            ...operator,
            mustChangePassword,
            ...(invitation && {
              invitationHash: invitation.secretHash,
              invitationExpiresAt: invitation.expiresAt,
            }),
          });
          await setBrands(tx, id, brandIds);
          return { operator: must(await findWhere(tx, eq(operators.id, id))) };
        }),
      );
    },
    async update(id, { isDisabled, brandIds, ...fields }) {
      return refusable(() =>
        db.transaction(async (tx): Promise<OperatorResult> => {
          // All administrators are locked, so that two who go at the same moment see each other.
          const administrators = await tx
            .select({ id: operators.id })
            .from(operators)
            .where(isActiveAdministrator)
            .orderBy(operators.id)
            .for('update');
          const isLeaving = isDisabled === true || fields.role === 'operator';
          const isLast = administrators.length === 1 && administrators[0]?.id === id;
          if (isLeaving && isLast) return { refusal: 'last_administrator' };
          const change = {
            ...definedOnly(fields),
            ...(isDisabled === undefined ? {} : { disabledAt: isDisabled ? sql`now()` : null }),
            ...(fields.passwordHash === undefined ? {} : { mustChangePassword: false, invitationHash: null }),
          };
          if (Object.keys(change).length > 0)
            await tx.update(operators).set(change).where(eq(operators.id, id));
          const found = await findWhere(tx, eq(operators.id, id));
          if (found === undefined) return { refusal: 'no_such_operator' };
          if (brandIds !== undefined) await setBrands(tx, id, brandIds);
          if (isDisabled === true || fields.passwordHash !== undefined) {
            await tx.delete(sessions).where(eq(sessions.operatorId, id));
          }
          await tx.execute(sql`select pg_notify(${OPERATORS_NOTICE}, ${id})`);
          return { operator: must(await findWhere(tx, eq(operators.id, id))) };
        }),
      );
    },
    async changePassword(id, passwordHash, exceptSessionHash) {
      await db.transaction(async (tx) => {
        await tx
          .update(operators)
          .set({ passwordHash, mustChangePassword: false })
          .where(eq(operators.id, id));
        const others =
          exceptSessionHash === undefined ? undefined : sql`${sessions.idHash} <> ${exceptSessionHash}`;
        await tx.delete(sessions).where(and(eq(sessions.operatorId, id), others));
      });
    },
    async acceptInvitation(secretHash, passwordHash) {
      const [row] = await db
        .update(operators)
        .set({ passwordHash, invitationHash: null, invitationExpiresAt: null })
        .where(
          and(
            eq(operators.invitationHash, secretHash),
            sql`${operators.invitationExpiresAt} > now()`,
            isNull(operators.disabledAt),
          ),
        )
        .returning({ id: operators.id });
      return row && (await findWhere(db, eq(operators.id, row.id)))?.operator;
    },
  };
}

const isActiveAdministrator = and(eq(operators.role, 'administrator'), isNull(operators.disabledAt));

async function refusable(work: () => Promise<OperatorResult>): Promise<OperatorResult> {
  try {
    return await work();
  } catch (error) {
    if (uniqueViolation(error) === 'operators_email_unique') return { refusal: 'email_taken' };
    if (foreignKeyViolation(error) === 'brand_members_brand_id_brands_id_fk')
      return { refusal: 'no_such_brand' };
    throw error;
  }
}

function must(found: { readonly operator: Operator } | undefined): Operator {
  if (found === undefined) throw new Error('An operator was gone within the transaction that wrote it.');
  return found.operator;
}

function definedOnly<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<Fields>;
}
