import { auditRoutes } from '../../contracts/people/audit';
import type { AuditLog, AuditRecord } from '../../store/people/audit-log';
import { implement, type Route } from '../route';

/** The audit log. */
export function createAuditRoutes({ auditLog }: { readonly auditLog: Pick<AuditLog, 'list'> }): readonly Route[] {
  return implement(auditRoutes)({
    async listAuditRecords({ query: { limit, cursor, operatorId, action } }) {
      const before = cursor === undefined ? null : Number(cursor);
      const { items, nextCursor } = await auditLog.list({ operatorId, action }, { limit, before });
      return { items: items.map(presentRecord), nextCursor };
    },
  });
}

function presentRecord({ seq, at, action, operator, via, address, target, details, hash }: AuditRecord) {
  return { id: String(seq), at: at.toISOString(), action, operator, via, address, target, details, hash };
}
