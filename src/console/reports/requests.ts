/** The reports. No event tells of changes to them: they are loaded again when a page opens. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ListedFigure } from '../../domain/reports/figures';
import { api } from '../shared/api/client';
import { usePageList } from '../shared/api/use-page-list';
import type { ReportRequest } from './report-filter';

const FRESH_MS = 60_000;
const options = { staleTime: FRESH_MS, placeholderData: keepPreviousData } as const;

export function useSummaryReport(query: ReportRequest) {
  return useQuery({
    queryKey: ['reports', 'summary', query],
    queryFn: ({ signal }) => api('get', '/api/v1/reports/summary', { query, signal }),
    ...options,
  });
}

/** For administrators. */
export function useOperatorReport(query: ReportRequest) {
  return useQuery({
    queryKey: ['reports', 'operators', query],
    queryFn: ({ signal }) => api('get', '/api/v1/reports/operators', { query, signal }),
    ...options,
  });
}

export function useReachReport(query: ReportRequest) {
  return useQuery({
    queryKey: ['reports', 'reach', query],
    queryFn: ({ signal }) => api('get', '/api/v1/reports/reach', { query, signal }),
    ...options,
  });
}

export function useHeatmapReport(query: ReportRequest) {
  return useQuery({
    queryKey: ['reports', 'heatmap', query],
    queryFn: ({ signal }) => api('get', '/api/v1/reports/heatmap', { query, signal }),
    ...options,
  });
}

/** For administrators. */
export function useLossReport(query: ReportRequest) {
  return useQuery({
    queryKey: ['reports', 'losses', query],
    queryFn: ({ signal }) => api('get', '/api/v1/reports/losses', { query, signal }),
    ...options,
  });
}

/** The conversations that a figure counts, newest first. */
export function useReportConversations(figure: ListedFigure, reason: string | null, request: ReportRequest) {
  const { bucket: _bucket, timeZone: _timeZone, ...filter } = request;
  const query = { ...filter, figure, ...(reason === null ? {} : { reason }) };
  return usePageList(
    ['reports', 'conversations', query],
    (page, signal) => api('get', '/api/v1/reports/conversations', { query: { ...query, ...page }, signal }),
    { staleTime: FRESH_MS },
  );
}
