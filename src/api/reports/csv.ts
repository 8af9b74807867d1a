import type { Request, Response } from 'express';
import { CSV_MARK, csvLine } from '../../domain/csv';
import { toLocalIso } from '../../platform/time-zone';
import { sentAsCsv } from '../present/send-csv';

type Value = string | number | null;
type Nested = { readonly [name: string]: Value | Nested | readonly unknown[] };

/** Columns that exist in every table of a report, named like its JSON, whatever occurred in the period. */
export type CsvShape = { readonly name: string; readonly columns: readonly string[] };

/**
 * Answers with a table if the reader wants one, and returns whether it did: a line for each row, its fields by their paths. What
 * a row does not have is 0 in a count by words.
 */
export function sentAsTable(
  { name, columns }: CsvShape,
  rows: readonly Nested[],
  call: { readonly request: Request; readonly response: Response },
): Promise<boolean> {
  const lines = () => rows.map((row) => csvLine(columns.map((column) => cellOf(row, column))));
  return sentAsCsv(name, () => pieces([CSV_MARK + csvLine(columns), ...lines()]), call);
}

/**
 * The entries of a series for a table: a reader of it sees days that begin at midnight, so `start` is written with the offset of
 * `timeZone`. It is the same instant as in the JSON.
 */
export function withLocalStarts<Entry extends { readonly start: string }>(
  series: readonly Entry[],
  timeZone: string,
): readonly Entry[] {
  if (timeZone === 'UTC') return series;
  return series.map((entry) => ({ ...entry, start: toLocalIso(Date.parse(entry.start), timeZone) }));
}

async function* pieces(lines: readonly string[]): AsyncGenerator<string> {
  yield lines.join('');
}

function cellOf(row: Nested, column: string): string {
  let value: Nested[string] | undefined = row;
  for (const part of column.split('.')) {
    value =
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Nested)[part]
        : undefined;
  }
  // Only words that did not occur are missing.
  if (value === undefined) return '0';
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
}

const DURATION = ['count', 'mean', 'median', 'p90'];

/** The columns of durations. */
export function durationColumns(name: string): readonly string[] {
  return DURATION.map((part) => `${name}.${part}`);
}
