import type { AuditRecordBody } from '../../contracts/people/audit';
import { CSV_MARK, csvLine } from '../../domain/csv';
import type { AuditRecord } from '../../store/people/audit-log';

const COLUMNS = {
  id: ({ id }) => id,
  at: ({ at }) => at,
  action: ({ action }) => action,
  'operator.id': ({ operator }) => operator?.id ?? '',
  'operator.name': ({ operator }) => operator?.name ?? '',
  via: ({ via }) => via,
  address: ({ address }) => address ?? '',
  'target.type': ({ target }) => target?.type ?? '',
  'target.id': ({ target }) => target?.id ?? '',
  details: ({ details }) => JSON.stringify(details),
  hash: ({ hash }) => hash,
} as const satisfies Readonly<Record<string, (record: AuditRecordBody) => string>>;

/** All records as CSV, page by page; the columns are named like the fields of the JSON. */
export async function* auditCsv(
  pages: AsyncIterable<readonly AuditRecord[]>,
  present: (record: AuditRecord) => AuditRecordBody,
): AsyncGenerator<string> {
  yield CSV_MARK + csvLine(Object.keys(COLUMNS));
  for await (const records of pages) {
    const lines = records
      .map(present)
      .map((record) => Object.values(COLUMNS).map((cellOf) => cellOf(record)));
    yield lines.map(csvLine).join('');
  }
}
