/**
 * An error in a form that may be logged: what failed and where, without the values it failed on. drizzle puts all
 * parameters of a failed query (texts, names, hashes) into its message, and PostgreSQL puts values into `detail`.
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

/** For pino: `serializers: { err: toLoggableError }`. Accepts anything that was thrown. */
export function toLoggableError(error: unknown, depth = 0): LoggableError {
  // Not `instanceof`: in a test's sandbox, Node's own errors come from another realm.
  if (!types.isNativeError(error)) {
    return { type: typeof error, message: 'something other than an Error was thrown' };
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
