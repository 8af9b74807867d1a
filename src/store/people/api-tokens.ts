/** API tokens for tools: 256 random bits, of which only the SHA-256 is stored. */
import { and, asc, eq, gt, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { newId, newSecret, sha256 } from '../../platform/ids';
import type { Database, Db } from '../engine/database-types';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { toMs, toMsOrNull } from '../engine/rows';
import { apiTokens, operators } from '../schema/people';
import { type AuditActor, type AuditEntry, appendAudit, SYSTEM } from './audit-log';
import { type Identity, identityFields } from './viewers';

export const TOKEN_SCOPES = ['read', 'write'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** It tells scanners for leaked secrets, and people, what they have found. */
const PREFIX = 'duihua_';

/** Times are epoch ms. */
export type ApiToken = {
  readonly id: string;
  readonly operatorId: string;
  readonly name: string;
  readonly scope: TokenScope;
  /** Null: never. */
  readonly expiresAt: number | null;
  /** Accurate to the minute; null: never. */
  readonly lastUsedAt: number | null;
  readonly createdAt: number;
};

export type NewApiToken = {
  readonly operatorId: string;
  readonly name: string;
  readonly scope: TokenScope;
  /** Epoch ms; without it the token never expires. */
  readonly expiresAt?: number | null;
};

export type ApiTokenStore = {
  /** The tokens of one operator, or of all (`null`), oldest first. */
  list(operatorId: string | null, page: PageRequest): Promise<Page<ApiToken>>;
  /** Creates a token; its secret is returned here and never again. */
  create(token: NewApiToken, by?: AuditActor): Promise<{ readonly token: ApiToken; readonly secret: string }>;
  /**
   * Creates a token with a secret chosen by the caller, or hands an existing one over to `operatorId`. An earlier one
   * of the same name that was adopted with another secret is revoked.
   */
  adopt(token: NewApiToken, secret: string): Promise<void>;
  /** Revokes a token; false if there is none. */
  remove(id: string, by?: AuditActor): Promise<boolean>;
  /**
   * Whose token it is, and what it may do; null if it is unknown, revoked or expired, or its operator is disabled.
   * Its use is recorded at most once a minute.
   */
  authenticate(secret: string): Promise<{ readonly identity: Identity; readonly scope: TokenScope } | null>;
};

const fields = {
  id: apiTokens.id,
  operatorId: apiTokens.operatorId,
  name: apiTokens.name,
  scope: apiTokens.scope,
  expiresAt: apiTokens.expiresAt,
  lastUsedAt: apiTokens.lastUsedAt,
  createdAt: apiTokens.createdAt,
};

/** The API tokens in `database`. */
export function createApiTokenStore({ db }: Database): ApiTokenStore {
  return {
    async list(operatorId, { limit, after }) {
      const rows = await db
        .select(fields)
        .from(apiTokens)
        .where(
          and(
            operatorId === null ? undefined : eq(apiTokens.operatorId, operatorId),
            after === undefined ? undefined : gt(apiTokens.id, after),
          ),
        )
        .orderBy(asc(apiTokens.id))
        .limit(limit + 1);
      return toPage(rows.map(toToken), limit);
    },
    async create({ expiresAt = null, ...token }, by = SYSTEM) {
      const secret = newSecret(PREFIX);
      return db.transaction(async (tx) => {
        const [row] = await tx
          .insert(apiTokens)
          .values({ id: newId(), ...token, expiresAt: toDate(expiresAt), secretHash: sha256(secret) })
          .returning(fields);
        if (row === undefined) throw new Error('The insert of an API token returned no row.');
        const made = toToken(row);
        await auditCreated(tx, by, made);
        return { token: made, secret };
      });
    },
    async adopt(token, secret) {
      const { operatorId, scope, name, expiresAt = null } = token;
      const secretHash = sha256(secret);
      await db.transaction(async (tx) => {
        const revoked = await revoke(
          tx,
          and(
            eq(apiTokens.name, name),
            eq(apiTokens.operatorId, operatorId),
            ne(apiTokens.secretHash, secretHash),
          ),
        );
        const [known] = await tx
          .select({ operatorId: apiTokens.operatorId })
          .from(apiTokens)
          .where(eq(apiTokens.secretHash, secretHash));
        const [row] = await tx
          .insert(apiTokens)
          .values({ id: newId(), operatorId, scope, name, expiresAt: toDate(expiresAt), secretHash })
          .onConflictDoUpdate({ target: apiTokens.secretHash, set: { operatorId, scope, name } })
          .returning(fields);
        for (const entry of revoked) await appendAudit(tx, SYSTEM, entry);
        if (row !== undefined && known?.operatorId !== operatorId)
          await auditCreated(tx, SYSTEM, toToken(row));
      });
    },
    async remove(id, by = SYSTEM) {
      return db.transaction(async (tx) => {
        const [entry] = await revoke(tx, eq(apiTokens.id, id));
        if (entry === undefined) return false;
        await appendAudit(tx, by, entry);
        return true;
      });
    },
    async authenticate(secret) {
      const [found] = await db
        .select({
          id: apiTokens.id,
          scope: apiTokens.scope,
          identity: identityFields,
          isUseStale: sql<boolean>`coalesce(${apiTokens.lastUsedAt} < now() - interval '1 minute', true)`,
        })
        .from(apiTokens)
        .innerJoin(operators, eq(operators.id, apiTokens.operatorId))
        .where(
          and(
            eq(apiTokens.secretHash, sha256(secret)),
            or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`now()`)),
            isNull(operators.disabledAt),
          ),
        );
      if (found === undefined) return null;
      if (found.isUseStale) {
        await db.update(apiTokens).set({ lastUsedAt: sql`now()` }).where(eq(apiTokens.id, found.id));
      }
      return { identity: found.identity, scope: found.scope };
    },
  };
}

type Row = Pick<typeof apiTokens.$inferSelect, keyof typeof fields>;

function toToken({ expiresAt, lastUsedAt, createdAt, ...rest }: Row): ApiToken {
  return {
    ...rest,
    expiresAt: toMsOrNull(expiresAt),
    lastUsedAt: toMsOrNull(lastUsedAt),
    createdAt: toMs(createdAt),
  };
}

function toDate(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

/** Revokes all tokens of an operator for good; returns the audit entries to append at the end of the transaction. */
export function revokeTokensOf(tx: Db, operatorId: string): Promise<readonly AuditEntry[]> {
  return revoke(tx, eq(apiTokens.operatorId, operatorId));
}

async function revoke(tx: Db, which: SQL | undefined): Promise<readonly AuditEntry[]> {
  const gone = await tx
    .delete(apiTokens)
    .where(which)
    .returning({ id: apiTokens.id, operatorId: apiTokens.operatorId });
  return gone.map(({ id, operatorId }) => ({
    action: 'token.revoked',
    target: { type: 'token', id },
    details: { operatorId },
  }));
}

function auditCreated(tx: Db, by: AuditActor, { id, operatorId, scope, expiresAt }: ApiToken): Promise<void> {
  const details = { operatorId, scope, expiresAt: toDate(expiresAt)?.toISOString() ?? null };
  return appendAudit(tx, by, { action: 'token.created', target: { type: 'token', id }, details });
}
