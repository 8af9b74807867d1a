/**
 * The `code` of an error of Node, gRPC or PostgreSQL, e.g. `EADDRINUSE`; undefined where there is none. It asks for
 * the field and not for the class: errors of another realm (a worker, a test's sandbox) are no `instanceof Error`.
 */
export function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** What to print for anything that was thrown. */
export function errorMessage(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return String(hasMessage ? error.message : error);
}
