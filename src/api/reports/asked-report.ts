import type { ReportQuery } from '../../contracts/reports/report-query';
import type { OpenTime } from '../../domain/hours/open-times';
import { entryStarts, MOST_ENTRIES } from '../../domain/reports/entries';
import { clockOf } from '../../platform/time-zone';
import type { ReportFilter } from '../../store/reports/report-filter';
import type { ReportChannel, Reports } from '../../store/reports/reports';
import { narrowedScope } from '../access/conversation-access';
import type { Viewer } from '../middleware/viewer';
import { toIso } from '../present/times';
import { ApiError, invalidField } from '../problems';
import type { OpeningTimes } from './opening-times';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

export type AskedDeps = {
  readonly reports: Pick<Reports, 'channels' | 'oldestStart' | 'storedSpan'>;
  readonly openingTimes: OpeningTimes;
  /** The wall clock, epoch ms. */
  readonly clock: () => number;
};

/** What is asked for, ready for the store. */
export type AskedReport = {
  readonly filter: ReportFilter;
  readonly channels: readonly ReportChannel[];
  /** What every answer repeats. */
  readonly asked: {
    readonly from: string;
    readonly to: string;
    readonly timeZone: string;
    readonly hours: ReportQuery['hours'];
  };
};

type AskedQuery = Omit<ReportQuery, 'bucket' | 'timeZone'> &
  Partial<Pick<ReportQuery, 'bucket' | 'timeZone'>>;

/**
 * The report that a viewer asks for, of the brands that they may see. Throws `invalid_request` if the period is empty or has too
 * many entries; `forbidden` if somebody who is no administrator asks for a colleague's figures.
 */
export async function askedReport(deps: AskedDeps, viewer: Viewer, query: AskedQuery): Promise<AskedReport> {
  const { reports, clock } = deps;
  const { brandId, channelId, groupId, hours, bucket = 'month', timeZone = 'UTC' } = query;
  const to = query.to === undefined ? clock() : Date.parse(query.to);
  const from = query.from === undefined ? to - DEFAULT_DAYS * DAY_MS : Date.parse(query.from);
  if (from >= to) throw invalidField('from', 'must be before `to`');
  const starts = entryStarts(bucket, from, to, clockOf(timeZone));
  if (starts.length > MOST_ENTRIES) {
    throw invalidField('bucket', `makes more than ${MOST_ENTRIES} entries of this period`);
  }
  const operatorId = query.operatorId === 'me' ? viewer.operatorId : query.operatorId;
  if (operatorId !== undefined && operatorId !== viewer.operatorId && viewer.role !== 'administrator') {
    throw new ApiError('forbidden', {}, { detail: 'Only an administrator may ask for another operator.' });
  }
  const all = await reports.channels();
  const scope = narrowedScope(viewer, brandId);
  const channels = all.filter(
    (one) =>
      (scope === null || scope.includes(one.brandId)) && (channelId === undefined || one.id === channelId),
  );
  const isOfAll = scope === null && channelId === undefined;
  const filter: ReportFilter = {
    from,
    to,
    starts,
    timeZone,
    channelIds: isOfAll ? null : channels.map(({ id }) => id),
    groupId,
    operatorId,
    openTimes: null,
  };
  const openTimes = hours === 'all' ? null : await openTimesOf(deps, filter, channels);
  return {
    filter: { ...filter, openTimes },
    channels,
    asked: { from: toIso(from), to: toIso(to), timeZone, hours },
  };
}

async function openTimesOf(
  { reports, openingTimes }: AskedDeps,
  filter: ReportFilter,
  channels: readonly ReportChannel[],
): Promise<NonNullable<ReportFilter['openTimes']>> {
  // Only while there is something to count: a period may be centuries long.
  const stored = await reports.storedSpan();
  const began = (await reports.oldestStart(filter)) ?? filter.from;
  const since = Math.max(Math.min(filter.from, began), stored?.oldest ?? filter.to);
  const to = Math.max(since, Math.min(filter.to, (stored?.newest ?? since) + 1));
  const found = new Map<string, readonly OpenTime[]>();
  for (const { id, hours } of channels) {
    if (hours !== null) found.set(id, await openingTimes(hours, since, to));
  }
  return found;
}
