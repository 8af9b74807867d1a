import type { Request, Response } from 'express';
import { sendPieces } from './send-pieces';

/**
 * Answers with a table as the file `<name>.csv`, if the reader prefers that to JSON; returns whether it did. `pieces` makes
 * the text (src/domain/csv.ts), and is not asked otherwise.
 */
export async function sentAsCsv(
  name: string,
  pieces: () => AsyncIterable<string>,
  { request, response }: { readonly request: Request; readonly response: Response },
): Promise<boolean> {
  response.vary('Accept');
  if (request.accepts(['application/json', 'text/csv']) !== 'text/csv') return false;
  response.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}.csv"`,
  });
  await sendPieces(pieces(), request, response);
  return true;
}
