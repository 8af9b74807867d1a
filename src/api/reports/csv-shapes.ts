/** The tables of the reports: their columns are always the same ones. */
import type { LossReportBody } from '../../contracts/reports/losses';
import { HANDOVER_REASONS } from '../../domain/conversation/bot/bot-part';
import { COMPLETED_REASONS } from '../../domain/conversation/conversation';
import { DELIVERY_ERROR_CODES } from '../../domain/conversation/delivery';
import { CONVERSATION_SOURCES } from '../../domain/reports/figures';
import { type CsvShape, durationColumns } from './csv';

const under = (name: string, words: readonly string[]): readonly string[] =>
  words.map((word) => `${name}.${word}`);

const DURATIONS = ['firstResponseSeconds', 'waitingSeconds', 'handlingSeconds'].flatMap(durationColumns);
const RATING = ['rating.count', 'rating.mean'];

export const SUMMARY_CSV: CsvShape = {
  name: 'summary',
  columns: [
    'start',
    'started',
    'attended',
    'missed',
    'missedThenAttended',
    ...under('completedByReason', COMPLETED_REASONS),
    'messagesIn',
    'messagesOut',
    ...under('handoversByReason', HANDOVER_REASONS),
    'returned',
    'botOnly',
    ...DURATIONS,
    ...RATING,
  ],
};

export const OPERATOR_CSV: CsvShape = {
  name: 'operators',
  columns: [
    'operator.id',
    'operator.name',
    'attended',
    'completed',
    'messagesOut',
    'returned',
    ...DURATIONS,
    ...RATING,
    'activeSeconds',
    'load',
  ],
};

export const REACH_CSV: CsvShape = {
  name: 'reach',
  columns: ['start', 'followed', 'unfollowed', 'scans', ...under('startedBySource', CONVERSATION_SOURCES)],
};

export const HEATMAP_CSV: CsvShape = { name: 'heatmap', columns: ['weekday', 'hour', 'started'] };

/** WeChat has hundreds of codes: those of its two limits have columns, the others share one. */
const FAILED_CODES = [...DELIVERY_ERROR_CODES, '45015', '45047'];
const OTHER = 'other';

export const LOSS_CSV: CsvShape = {
  name: 'losses',
  columns: [
    'start',
    'refused.window_closed',
    'refused.consecutive_limit_reached',
    'held.released',
    'held.expired',
    ...durationColumns('held.releasedAfterSeconds'),
    ...under('failedByCode', [...FAILED_CODES, OTHER]),
    'unknown.count',
    'unknown.resolvedAsSent',
    'unknown.resent',
    'endedWaiting',
  ],
};

/** An entry of the losses as a row of {@link LOSS_CSV}. */
export function lossRow(entry: LossReportBody['series'][number]): LossReportBody['series'][number] {
  const known = new Set<string>(FAILED_CODES);
  const others = Object.entries(entry.failedByCode).filter(([code]) => !known.has(code));
  const other = others.reduce((sum, [, count]) => sum + count, 0);
  return { ...entry, failedByCode: { ...entry.failedByCode, [OTHER]: other } };
}
