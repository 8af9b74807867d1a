import type { z } from 'zod';
import type { auditRecordSchema } from '../../contracts/people/audit';
import type { AuditAction } from '../../domain/audit';
import { api } from '../shared/api/client';
import { loadAll } from '../shared/api/load-all';
import { usePageList } from '../shared/api/use-page-list';
import { beginningOf } from '../shared/time/days';

export type AuditRecord = z.output<typeof auditRecordSchema>;

/** Which records are shown. `fromDay` and `toDay` are days of the reader, both included. */
export type AuditFilter = {
  readonly operatorId: string | null;
  readonly action: AuditAction | null;
  readonly fromDay: string | null;
  readonly toDay: string | null;
};

function toQuery({ operatorId, action, fromDay, toDay }: AuditFilter) {
  return {
    ...(operatorId === null ? {} : { operatorId }),
    ...(action === null ? {} : { action }),
    ...(fromDay === null ? {} : { from: beginningOf(fromDay) }),
    ...(toDay === null ? {} : { to: beginningOf(toDay, 1) }),
  };
}

/** The records that pass the filter, newest first, page by page. */
export function useAudit(filter: AuditFilter) {
  const query = toQuery(filter);
  return usePageList(
    ['setup', 'audit', query],
    (page, signal) => api('get', '/api/v1/audit', { query: { ...page, ...query }, signal }),
    { staleTime: 0 },
  );
}

/** All records that pass the filter, newest first. */
export function loadAudit(filter: AuditFilter): Promise<readonly AuditRecord[]> {
  return loadAll((page) => api('get', '/api/v1/audit', { query: { ...page, ...toQuery(filter) } }));
}
