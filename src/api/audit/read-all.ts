import type { AuditFilter, AuditLog, AuditRecord } from '../../store/people/audit-log';

const ROWS_PER_READ = 500;

/** All records that pass the filter, newest first, page by page: read while they are used. */
export async function* readAll(
  auditLog: Pick<AuditLog, 'list'>,
  filter: AuditFilter,
): AsyncGenerator<readonly AuditRecord[]> {
  let before: number | null = null;
  do {
    const page: Awaited<ReturnType<AuditLog['list']>> = await auditLog.list(filter, {
      limit: ROWS_PER_READ,
      before,
    });
    yield page.items;
    before = page.nextCursor === null ? null : Number(page.nextCursor);
  } while (before !== null);
}
