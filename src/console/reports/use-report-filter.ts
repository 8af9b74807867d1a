import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { useNow } from '../shared/time/use-now';
import { type FilterParameter, type ReportFilter, readFilter, toReportQuery } from './report-filter';

const MINUTE_MS = 60_000;

/** The filters in the address, how to change them, and what they ask the API for. */
export function useReportFilter() {
  const [search, setSearch] = useSearchParams();
  // Sweden writes a date as ISO 8601 does.
  const today = new Date(useNow(MINUTE_MS)).toLocaleDateString('sv-SE');
  const filter: ReportFilter = useMemo(() => readFilter(search, today), [search, today]);
  const request = useMemo(
    () => toReportQuery(filter, Intl.DateTimeFormat().resolvedOptions().timeZone),
    [filter],
  );
  const change = (changes: Partial<Readonly<Record<FilterParameter, string | null>>>): void =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === null || value === undefined || value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true },
    );
  return { filter, request, search, change };
}
