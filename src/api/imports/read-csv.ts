import { CsvError, parse } from 'csv-parse/sync';
import type { Request, Response } from 'express';
import { ApiError, invalidField } from '../problems';

/** Bytes of a file, and its lines without the header. */
const LARGEST_BYTES = 2 * 1024 * 1024;
const MOST_LINES = 5_000;
const DELIMITERS = [',', ';', '\t'] as const;

/** What browsers, spreadsheets and programs call a CSV file. A form on another page can send none of them. */
const TYPES = [
  'text/csv',
  'text/tab-separated-values',
  'application/csv',
  'application/vnd.ms-excel',
  'application/octet-stream',
];

/** Throws `unsupported_media_type` for a body that says it is something else than CSV. */
export function requireCsv(request: Request): void {
  if (request.get('content-type') === undefined || request.is(TYPES) !== false) return;
  throw new ApiError(
    'unsupported_media_type',
    {},
    { detail: 'Send the file itself as text/csv, not compressed.' },
  );
}

/** A line of the file by its columns; `line`: its number, where the header is 1. */
export type CsvLine = {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
  /** It has as many cells as the header. */
  readonly isWhole: boolean;
};

/**
 * Reads the body as a CSV file in UTF-8, UTF-16 with a mark, or GBK, as spreadsheets write it. Column names are compared
 * without case. Throws `invalid_request` for a file that is too large or no CSV, and for columns that are missing or unknown.
 */
export async function readCsv(
  request: Request,
  response: Response,
  columns: { readonly needed: readonly string[]; readonly optional: readonly string[] },
): Promise<readonly CsvLine[]> {
  const rows = parseCsv(decode(await readBytes(request, response)));
  const [header, ...rest] = rows;
  if (header === undefined) throw invalidField('body', 'is empty: its first line has to name the columns');
  if (rest.length > MOST_LINES) throw invalidField('body', `must have at most ${MOST_LINES} lines`);
  const all = [...columns.needed, ...columns.optional];
  const names = header.cells.map((cell) => nameIn(all, cell));
  for (const name of columns.needed) {
    if (!names.includes(name)) throw invalidField('body', `has no column "${name}"`);
  }
  if (new Set(names).size < names.length) throw invalidField('body', 'has a column twice');
  return rest.map(({ line, cells }) => ({
    line,
    isWhole: cells.length === names.length,
    cells: Object.fromEntries(names.map((name, index) => [name, (cells[index] ?? '').trim()])),
  }));
}

function nameIn(all: readonly string[], cell: string): string {
  const name = all.find((one) => one.toLowerCase() === cell.trim().toLowerCase());
  if (name === undefined) {
    throw invalidField(
      'body',
      `has an unknown column ${JSON.stringify(cell.slice(0, 40))}; there are ${all.join(', ')}`,
    );
  }
  return name;
}

async function readBytes(request: Request, response: Response): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BYTES) {
      // The rest is not read, so the start of the next request could not be found.
      response.setHeader('Connection', 'close');
      throw invalidField('body', `must have at most ${LARGEST_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Chinese spreadsheets write GBK unless they are told otherwise; what is valid UTF-8 is hardly ever GBK. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  for (const encoding of ['utf-8', 'gbk']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next one.
    }
  }
  throw invalidField('body', 'is neither UTF-8 nor GBK');
}

type Row = { readonly line: number; readonly cells: readonly string[] };

function parseCsv(file: string): readonly Row[] {
  // The parser counts a line twice if it ends with both signs, and messages have only one of them.
  const text = file.replace(/\r\n?/g, '\n');
  const [first = ''] = text.split('\n', 1);
  const delimiter =
    DELIMITERS.toSorted((one, other) => countOf(first, other) - countOf(first, one))[0] ?? ',';
  const ends: number[] = [];
  try {
    const records: readonly (readonly string[])[] = parse(text, {
      delimiter,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: 64 * 1024,
      // The header, and one more than may be: the parser takes 40 µs for a line with too few cells, and 2 MB have a million of them.
      to: MOST_LINES + 2,
      on_record(record: string[], { lines }) {
        ends.push(lines);
        return record;
      },
    });
    return records.map((cells, index) => ({
      // The parser counts the line where a record ends; texts may have several lines.
      line: (ends[index] ?? 0) - cells.join('').split('\n').length + 1,
      cells,
    }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw invalidField('body', 'is no CSV: a quote is not closed, or a line is too long');
  }
}

function countOf(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
