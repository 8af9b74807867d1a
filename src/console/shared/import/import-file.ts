import type { ImportResult } from '../../../contracts/data/import';
import { ApiError } from '../api/api-error';
import { csrfHeader, currentSession, readProblem } from '../api/client';

/**
 * Sends a CSV file as it is, because only the API knows its encoding.
 * @throws {ApiError} for every answer that is not a success, and when no answer comes
 */
export async function importFile(
  what: 'canned-replies' | 'operators' | 'tags',
  file: File,
  query: { readonly dryRun: boolean; readonly brandId?: string; readonly channelId?: string },
): Promise<ImportResult> {
  const session = currentSession();
  const words = Object.entries(query).map(([name, value]) => [name, String(value)]);
  const response = await fetch(`/api/v1/import/${what}?${new URLSearchParams(words).toString()}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { Accept: 'application/json', 'Content-Type': 'text/csv', ...csrfHeader() },
    body: file,
  }).catch((cause: unknown) => {
    throw new ApiError('network', 0, null, { cause });
  });
  if (!response.ok) throw await readProblem(response, session);
  return (await response.json()) as ImportResult;
}
