import { type AuditRecordBody, auditRoutes } from '../../contracts/people/audit';
import type { AuditLog, AuditRecord } from '../../store/people/audit-log';
import { sentAsCsv } from '../present/send-csv';
import { toIso } from '../present/times';
import { implement, type Route } from '../route';
import { auditCsv } from './csv';
import { readAll } from './read-all';

/** The audit log. */
export function createAuditRoutes({
  auditLog,
}: {
  readonly auditLog: Pick<AuditLog, 'list'>;
}): readonly Route[] {
  return implement(auditRoutes)({
    async listAuditRecords({ query, request, response }) {
      const { limit, cursor, operatorId, action, from, to } = query;
      const filter = { operatorId, action, from: toDate(from), to: toDate(to) };
      const pieces = () => auditCsv(readAll(auditLog, filter), presentRecord);
      if (await sentAsCsv('audit', pieces, { request, response })) return undefined;
      const before = cursor === undefined ? null : Number(cursor);
      const { items, nextCursor } = await auditLog.list(filter, { limit, before });
      return { items: items.map(presentRecord), nextCursor };
    },
  });
}

function toDate(time: string | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time);
}

/** A row from a newer release may contain words that the contract does not list: they are shown unchanged. */
function presentRecord({
  seq,
  at,
  action,
  operator,
  via,
  address,
  target,
  details,
  hash,
}: AuditRecord): AuditRecordBody {
  const words = { action, target } as Pick<AuditRecordBody, 'action' | 'target'>;
  return { id: String(seq), at: toIso(at), ...words, operator, via, address, details, hash };
}
