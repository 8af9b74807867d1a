import { errorMessage } from '../../platform/errors';

/** Errors whose message is written for the person who starts the program. */
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

/** The program cannot start. The message says why and what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** What to print when a start fails: one clear line if the person can fix it, otherwise everything that is known. */
export function describeFailure(error: unknown): string {
  if (error instanceof Error && USER_FACING_ERRORS.has(error.name)) return error.message;
  return error instanceof Error && error.stack !== undefined ? error.stack : errorMessage(error);
}
