/** API tokens for tools: 256 random bits, of which only the SHA-256 is stored. */
import { and, arrayContained, asc, eq, gt, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { grantedScopes, OPERATOR_SCOPES, TOKEN_SCOPES, type TokenScope } from '../../domain/token-scopes';
import { newId, newSecret, sha256 } from '../../platform/ids';
import type { Database, Db } from '../engine/database-types';
import { type Page, type PageRequest, toPage } from '../engine/page';
import { toMs, toMsOrNull } from '../engine/rows';
import { apiTokens, operators } from '../schema/people';
import { type AuditActor, type AuditEntry, appendAudit, SYSTEM } from './audit-log';
import type { Role } from './operator-rows';
import { type Identity, identityFields } from './viewers';

/** It tells scanners for leaked secrets, and people, what they have found. */
const PREFIX = 'duihua_';

/** Times are epoch ms. */
export type ApiToken = {
  readonly id: string;
  readonly operatorId: string;
  readonly name: string;
  /** What it may do now; one that was made for all that its operator may follows their role. */
  readonly scopes: readonly TokenScope[];
  /** The brands that it is limited to; null: those of its operator. */
  readonly brandIds: readonly string[] | null;
  /** Null: never. */
  readonly expiresAt: number | null;
  /** Accurate to the minute; null: never. */
  readonly lastUsedAt: number | null;
  readonly createdAt: number;
};

export type NewApiToken = {
  readonly operatorId: string;
  readonly name: string;
  /** null or omitted: all that its operator may. */
  readonly scopes?: readonly TokenScope[] | null;
  /** The brands that it is limited to; null or omitted: those of its operator. */
  readonly brandIds?: readonly string[] | null;
  /** Epoch ms; without it the token never expires. */
  readonly expiresAt?: number | null;
};

/** Whose tokens (null: of all), and only those that are limited to these brands or fewer (null: any). */
export type TokenReader = {
  readonly operatorId: string | null;
  readonly withinBrandIds: readonly string[] | null;
};

export type ApiTokenStore = {
  /** The tokens that a reader may see, oldest first. */
  list(reader: TokenReader, page: PageRequest): Promise<Page<ApiToken>>;
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
  authenticate(secret: string): Promise<AuthenticatedToken | null>;
};

export type AuthenticatedToken = {
  readonly identity: Identity;
  readonly token: {
    readonly id: string;
    readonly name: string;
    /** null: it names none, and may do all that its operator may. */
    readonly scopes: readonly TokenScope[] | null;
  };
};

const grantFields = {
  scope: apiTokens.scope,
  scopes: apiTokens.scopes,
  brandIds: apiTokens.brandIds,
};

const fields = {
  id: apiTokens.id,
  operatorId: apiTokens.operatorId,
  name: apiTokens.name,
  ...grantFields,
  role: sql<Role>`(select ${operators.role} from ${operators} where ${operators.id} = ${apiTokens.operatorId})`,
  expiresAt: apiTokens.expiresAt,
  lastUsedAt: apiTokens.lastUsedAt,
  createdAt: apiTokens.createdAt,
};

/** The API tokens in `database`. */
export function createApiTokenStore({ db }: Database): ApiTokenStore {
  return {
    async list({ operatorId, withinBrandIds }, { limit, after }) {
      if (withinBrandIds?.length === 0) return { items: [], nextCursor: null };
      const rows = await db
        .select(fields)
        .from(apiTokens)
        .where(
          and(
            operatorId === null ? undefined : eq(apiTokens.operatorId, operatorId),
            withinBrandIds === null ? undefined : arrayContained(apiTokens.brandIds, [...withinBrandIds]),
            after === undefined ? undefined : gt(apiTokens.id, after),
          ),
        )
        .orderBy(asc(apiTokens.id))
        .limit(limit + 1);
      return toPage(rows.map(toToken), limit);
    },
    async create(token, by = SYSTEM) {
      const secret = newSecret(PREFIX);
      return db.transaction(async (tx) => {
        const [row] = await tx
          .insert(apiTokens)
          .values({ id: newId(), ...toRow(token), secretHash: sha256(secret) })
          .returning(fields);
        if (row === undefined) throw new Error('The insert of an API token returned no row.');
        const made = toToken(row);
        await auditCreated(tx, by, made);
        return { token: made, secret };
      });
    },
    async adopt(token, secret) {
      const { operatorId, name } = token;
      const { expiresAt, ...row } = toRow(token);
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
        const [made] = await tx
          .insert(apiTokens)
          .values({ id: newId(), ...row, expiresAt, secretHash })
          .onConflictDoUpdate({ target: apiTokens.secretHash, set: row })
          .returning(fields);
        for (const entry of revoked) await appendAudit(tx, SYSTEM, entry);
        if (made !== undefined && known?.operatorId !== operatorId)
          await auditCreated(tx, SYSTEM, toToken(made));
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
          name: apiTokens.name,
          ...grantFields,
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
      const { id, name, identity, brandIds } = found;
      return { identity: limitedTo(identity, brandIds), token: { id, name, scopes: namedScopes(found) } };
    },
  };
}

type Row = Pick<typeof apiTokens.$inferSelect, Exclude<keyof typeof fields, 'role'>> & {
  readonly role: Role;
};

function toToken({
  id,
  operatorId,
  name,
  brandIds,
  expiresAt,
  lastUsedAt,
  createdAt,
  ...grant
}: Row): ApiToken {
  return {
    id,
    operatorId,
    name,
    scopes: grantedScopes(grant.role, namedScopes(grant)),
    brandIds,
    expiresAt: toMsOrNull(expiresAt),
    lastUsedAt: toMsOrNull(lastUsedAt),
    createdAt: toMs(createdAt),
  };
}

/** Words of a newer release are left out. Rows without `scopes` also come from the release before scopes. */
function namedScopes({ scope, scopes }: Pick<Row, 'scope' | 'scopes'>): readonly TokenScope[] | null {
  const named = scopes === null && scope === 'read' ? ['read'] : scopes;
  return named && TOKEN_SCOPES.filter((word) => named.includes(word));
}

/** `admin` reaches all brands: a token that is limited to some never has it, whatever its operator may. */
function toRow({ operatorId, name, scopes = null, brandIds = null, expiresAt = null }: NewApiToken) {
  const named = scopes ?? (brandIds === null ? null : OPERATOR_SCOPES);
  return {
    operatorId,
    name,
    scopes: named && [...named],
    brandIds: brandIds && [...brandIds],
    // The release before scopes knows no such limits: to it, the token may only read.
    scope: named === null ? ('write' as const) : ('read' as const),
    expiresAt: toDate(expiresAt),
  };
}

function limitedTo(identity: Identity, brandIds: readonly string[] | null): Identity {
  if (brandIds === null) return identity;
  return { ...identity, brandIds: identity.brandIds.filter((id) => brandIds.includes(id)), isLimited: true };
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

function auditCreated(
  tx: Db,
  by: AuditActor,
  { id, operatorId, scopes, brandIds, expiresAt }: ApiToken,
): Promise<void> {
  const details = { operatorId, scopes, brandIds, expiresAt: toDate(expiresAt)?.toISOString() ?? null };
  return appendAudit(tx, by, { action: 'token.created', target: { type: 'token', id }, details });
}
