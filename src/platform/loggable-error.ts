/**
 * An error as it may be written to a log: what failed and where, without the values it failed on. drizzle puts all
 * parameters of a failed query (texts, names, hashes) into its message, PostgreSQL puts values into `detail`.
 */
import { types } from 'node:util';

export type LoggableError = {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly constraint?: string;
  readonly cause?: LoggableError;
};

const DEEPEST_CAUSE = 5;

/** For pino: `serializers: { err: toLoggableError }`. Takes whatever was thrown. */
export function toLoggableError(error: unknown, depth = 0): LoggableError {
  // Not `instanceof`: Node's own errors belong to another realm than the code in a test's sandbox.
  if (!types.isNativeError(error)) {
    return { type: typeof error, message: 'something that is no Error was thrown' };
  }
  const query: unknown = Reflect.get(error, 'query');
  const isQueryError = typeof query === 'string' && Reflect.has(error, 'params');
  const frames = error.stack?.split('\n').filter((line) => line.startsWith('    at '));
  const code: unknown = Reflect.get(error, 'code');
  const constraint: unknown = Reflect.get(error, 'constraint');
  return {
    type: error.name === 'Error' ? error.constructor.name : error.name,
    message: isQueryError ? `Failed query: ${query}` : error.message,
    ...(frames === undefined ? {} : { stack: frames.join('\n') }),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof constraint === 'string' ? { constraint } : {}),
    ...(error.cause === undefined || depth >= DEEPEST_CAUSE
      ? {}
      : { cause: toLoggableError(error.cause, depth + 1) }),
  };
}
