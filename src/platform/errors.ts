/**
 * The `code` of an error of Node, gRPC or PostgreSQL, e.g. `EADDRINUSE`; undefined if there is none. Checks the field,
 * not the class: an error from another realm (a worker thread, a test's sandbox) is not `instanceof Error`.
 */
export function errorCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** The text to print for anything that was thrown. */
export function errorMessage(error: unknown): string {
  const hasMessage = typeof error === 'object' && error !== null && 'message' in error;
  return String(hasMessage ? error.message : error);
}
