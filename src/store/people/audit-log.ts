/**
 * The audit log: who changed what on the desk, and who signed in or tried to. A row is appended in the transaction of the
 * change, with the hash of the row before it. Only ids, names of fields and counts: no secrets, no texts.
 */
import { and, asc, desc, eq, gt, gte, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { AuditAction, AuditTarget, AuditVia } from '../../domain/audit';
import { sha256 } from '../../platform/ids';
import type { Database, Db } from '../engine/database-types';
import { toMs } from '../engine/rows';
import { auditHead, auditLog } from '../schema/audit';
import { operators } from '../schema/people';

/** Who acts, as far as known. */
export type AuditActor = {
  readonly operatorId: string | null;
  readonly via: AuditVia;
  /** Where the request came from. */
  readonly address: string | null;
};

/** The program itself, e.g. at its first start. */
export const SYSTEM: AuditActor = { operatorId: null, via: 'system', address: null };

type Detail = string | number | boolean | null | readonly string[];

export type AuditEntry = {
  readonly action: AuditAction;
  readonly target?: { readonly type: AuditTarget; readonly id: string };
  readonly details?: Readonly<Record<string, Detail>>;
};

export type AuditRecord = {
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  readonly action: string;
  readonly operator: { readonly id: string; readonly name: string | null } | null;
  readonly via: AuditVia;
  readonly address: string | null;
  readonly target: { readonly type: string; readonly id: string } | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly hash: string;
};

export type AuditFilter = {
  /** Entries of what they did, and of changes to their account. */
  readonly operatorId?: string | undefined;
  readonly action?: AuditAction | undefined;
  /** From this instant on, and before that one. */
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
};

export type AuditCheck =
  | { readonly isIntact: true; readonly rows: number }
  /** The first row that does not match the one before it. */
  | { readonly isIntact: false; readonly brokenAt: number };

export type AuditLog = {
  /** Records an act that changes nothing else in the database, such as an export. */
  append(by: AuditActor, entry: AuditEntry): Promise<void>;
  /** Newest first; `before`: the `seq` of the last one of the previous page. */
  list(
    filter: AuditFilter,
    page: { readonly limit: number; readonly before: number | null },
  ): Promise<{ readonly items: readonly AuditRecord[]; readonly nextCursor: string | null }>;
  /** Checks the chain from the oldest remaining row to its end. */
  verify(): Promise<AuditCheck>;
  /** Deletes rows older than 190 days, except the last row; returns how many. */
  sweep(): Promise<number>;
};

const KEPT_DAYS = 190;
const ROWS_PER_READ = 1_000;

/**
 * Appends to the log. This must be the last statement of a transaction: it locks the end of the log until the commit,
 * so no other lock may be taken after it.
 */
export async function appendAudit(tx: Db, by: AuditActor, entry: AuditEntry): Promise<void> {
  const [head] = await tx
    .select({ seq: auditHead.seq, hash: auditHead.hash })
    .from(auditHead)
    .where(eq(auditHead.id, 1))
    .for('update');
  if (head === undefined) throw new Error('The row that marks the end of the audit log is missing.');
  const row = {
    seq: head.seq + 1,
    at: new Date(),
    action: entry.action,
    operatorId: by.operatorId,
    via: by.via,
    address: by.address,
    targetType: entry.target?.type ?? null,
    targetId: entry.target?.id ?? null,
    details: entry.details ?? {},
    previousHash: head.hash,
  };
  const hash = hashOf(row);
  await tx.insert(auditLog).values({ ...row, hash });
  await tx.update(auditHead).set({ seq: row.seq, hash }).where(eq(auditHead.id, 1));
}

/** The log in `database`. */
export function createAuditLog({ db }: Database): AuditLog {
  return {
    async list({ operatorId, action, from, to }, { limit, before }) {
      const rows = await db
        .select({ row: auditLog, name: operators.name })
        .from(auditLog)
        .leftJoin(operators, eq(operators.id, auditLog.operatorId))
        .where(
          and(
            operatorId === undefined ? undefined : concerns(operatorId),
            action === undefined ? undefined : eq(auditLog.action, action),
            from === undefined ? undefined : gte(auditLog.at, from),
            to === undefined ? undefined : lt(auditLog.at, to),
            before === null ? undefined : lt(auditLog.seq, before),
          ),
        )
        .orderBy(desc(auditLog.seq))
        .limit(limit + 1);
      const items = rows.slice(0, limit).map(({ row, name }) => toRecord(row, name));
      return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.seq) : null };
    },
    append: (by, entry) => db.transaction((tx) => appendAudit(tx, by, entry)),
    async verify() {
      const result = await verifyChain(db);
      // Rows that a sweep deletes between two pages look like a gap; a second run does not see it.
      return result.isIntact ? result : verifyChain(db);
    },
    async sweep() {
      const gone = await db
        .delete(auditLog)
        .where(
          and(
            lt(auditLog.at, sql`clock_timestamp() - make_interval(days => ${KEPT_DAYS})`),
            // The last row stays, so that an empty log is always a damaged one.
            lt(auditLog.seq, db.select({ seq: auditHead.seq }).from(auditHead)),
          ),
        )
        .returning({ seq: auditLog.seq });
      return gone.length;
    },
  };
}

/**
 * Verifies up to the end that the log has now. Page by page and without a transaction, which would keep the database
 * from vacuuming all that time.
 */
async function verifyChain(db: Db): Promise<AuditCheck> {
  const [head] = await db.select().from(auditHead).where(eq(auditHead.id, 1));
  if (head === undefined) return { isIntact: false, brokenAt: 0 };
  let last: { readonly seq: number; readonly hash: string } | undefined;
  let rows = 0;
  for (;;) {
    const page = await db
      .select()
      .from(auditLog)
      .where(and(lte(auditLog.seq, head.seq), last === undefined ? undefined : gt(auditLog.seq, last.seq)))
      .orderBy(asc(auditLog.seq))
      .limit(ROWS_PER_READ);
    for (const row of page) {
      const isNext = last === undefined || (row.seq === last.seq + 1 && row.previousHash === last.hash);
      if (!isNext || row.hash !== hashOf(row)) return { isIntact: false, brokenAt: row.seq };
      last = row;
      rows += 1;
    }
    if (page.length < ROWS_PER_READ) break;
  }
  const isWhole = head.seq === (last?.seq ?? 0) && head.hash === (last?.hash ?? '');
  return isWhole ? { isIntact: true, rows } : { isIntact: false, brokenAt: head.seq };
}

type Row = typeof auditLog.$inferSelect;

/** Sorts the fields of the details by name: jsonb does not keep their order. */
function hashOf(row: Omit<Row, 'hash'>): string {
  const { previousHash, seq, at, action, operatorId, via, address, targetType, targetId } = row;
  const details = Object.entries(row.details as object).sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256(
    JSON.stringify([
      previousHash,
      seq,
      toMs(at),
      action,
      operatorId,
      via,
      address,
      targetType,
      targetId,
      details,
    ]),
  );
}

function concerns(operatorId: string): SQL | undefined {
  const isTarget = and(eq(auditLog.targetType, 'operator'), eq(auditLog.targetId, operatorId));
  return or(eq(auditLog.operatorId, operatorId), isTarget);
}

function toRecord(row: Row, name: string | null): AuditRecord {
  const { seq, at, action, operatorId, via, address, targetType, targetId, details, hash } = row;
  return {
    seq,
    at: toMs(at),
    action,
    operator: operatorId === null ? null : { id: operatorId, name },
    via,
    address,
    target: targetType === null || targetId === null ? null : { type: targetType, id: targetId },
    details: details as Readonly<Record<string, unknown>>,
    hash,
  };
}
