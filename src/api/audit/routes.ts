import { Router } from 'express';
import { auditQuerySchema } from '../../contracts/people/audit';
import type { AuditLog, AuditRecord } from '../../store/people/audit-log';
import { requireAdministrator } from '../middleware/viewer';
import { parseRequest } from '../problems';

/** `GET /audit`: for administrators. */
export function createAuditRouter({ auditLog }: { readonly auditLog: Pick<AuditLog, 'list'> }): Router {
  const router = Router();
  router.get('/audit', requireAdministrator, async (request, response) => {
    const { limit, cursor, operatorId, action } = parseRequest(auditQuerySchema, request.query);
    const before = cursor === undefined ? null : Number(cursor);
    const { items, nextCursor } = await auditLog.list({ operatorId, action }, { limit, before });
    response.json({ items: items.map(presentRecord), nextCursor });
  });
  return router;
}

function presentRecord({ seq, at, action, operator, via, address, target, details, hash }: AuditRecord) {
  return { id: String(seq), at: at.toISOString(), action, operator, via, address, target, details, hash };
}
