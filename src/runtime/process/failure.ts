import { errorMessage } from '../../platform/errors';

/** Errors whose message is made for the terminal. */
const USER_FACING_ERRORS = new Set([
  'ConfigError',
  'PortTakenError',
  'BackupError',
  'EmbeddedDatabaseInUse',
  'EmbeddedPlaceError',
  'EmbeddedServerError',
  'PostgresMajorError',
  'PostgresNotFoundError',
  'DevServerError',
  'TemporalNotFoundError',
  'TemporalNotPrepared',
  'SecretKeyMalformed',
  'SecretUnreadable',
  'SecretKeyMissing',
  'StartError',
]);

/** The start cannot go on; the message says why and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** What to print for a start that failed: one clear line for what somebody can mend, else all that is known. */
export function describeFailure(error: unknown): string {
  if (error instanceof Error && USER_FACING_ERRORS.has(error.name)) return error.message;
  return error instanceof Error && error.stack !== undefined ? error.stack : errorMessage(error);
}
