/** What a driver's error means. drizzle wraps errors, so the whole chain of causes is searched. */

const AWAY_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  '57P01', // the administrator is stopping the server
  '57P02',
  '57P03', // the server is starting
  '55P03', // waited too long for a lock
  '25P03', // was idle for too long inside a transaction
  '57014', // a statement took too long
  '40P01', // a deadlock
  '58030', // the disk failed
]);
/** Classes of codes: connection failures, and the server's resources (all connections taken, a full disk). */
const AWAY_CLASSES = ['08', '53'];
/** Errors that `pg` throws without a code. */
const AWAY_MESSAGES =
  /connect ENOENT|timeout exceeded when trying to connect|connection timeout|connection terminated|connection error and is not queryable|query read timeout|cannot use a pool after calling end/i;

/** Whether the database could not be reached or could not work now, so that trying again later may help. */
export function isDatabaseAway(error: unknown): boolean {
  return chain(error).some(
    (cause) =>
      AWAY_MESSAGES.test(cause.message) ||
      (cause.code !== undefined &&
        (AWAY_CODES.has(cause.code) || AWAY_CLASSES.some((one) => cause.code?.startsWith(one)))),
  );
}

/** No connection was made; or the server says that it rolled the statement back, or never began it. */
const UNDONE_CODES = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  '57P03',
  '55P03',
  '25P03',
  '57014',
  '40P01',
]);
const UNDONE_MESSAGES =
  /connect ENOENT|timeout exceeded when trying to connect|connection error and is not queryable|cannot use a pool after calling end/i;

/**
 * Whether a statement that failed because the database was down has certainly changed nothing. False if only its answer
 * may be lost.
 */
export function isCertainlyUndone(error: unknown): boolean {
  return chain(error).some(
    ({ message, code }) =>
      UNDONE_MESSAGES.test(message) ||
      (code !== undefined && (UNDONE_CODES.has(code) || code.startsWith('53'))),
  );
}

/** Whether a row that was needed stayed locked for longer than the lock time-out. */
export function isLockTimeout(error: unknown): boolean {
  return chain(error).some(({ code }) => code === '55P03');
}

/** Whether the database will never accept this data: a data exception or a violated constraint. */
export function isDataRefused(error: unknown): boolean {
  return chain(error).some(({ code }) => code !== undefined && /^2[23][0-9A-Z]{3}$/.test(code));
}

/**
 * The name of the unique index or constraint that a row would have violated; null for every other error.
 * @example if (uniqueViolation(error) === 'operators_email_unique') …
 */
export function uniqueViolation(error: unknown): string | null {
  return violation(error, '23505');
}

/** The name of the foreign key that a row would have violated; null for every other error. */
export function foreignKeyViolation(error: unknown): string | null {
  return violation(error, '23503');
}

function violation(error: unknown, code: string): string | null {
  return chain(error).find((cause) => cause.code === code)?.constraint ?? null;
}

type Cause = {
  readonly message: string;
  readonly code: string | undefined;
  readonly constraint: string | undefined;
};

function chain(error: unknown, depth = 0): Cause[] {
  if (typeof error !== 'object' || error === null || depth > 8) return [];
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' ? value : undefined;
  };
  const own = { message: text('message') ?? '', code: text('code'), constraint: text('constraint') };
  // A host name with several addresses fails as an AggregateError without a code of its own.
  const parts: unknown = Reflect.get(error, 'errors');
  const inner = Array.isArray(parts) ? parts.flatMap((part: unknown) => chain(part, depth + 1)) : [];
  return [own, ...inner, ...chain(Reflect.get(error, 'cause'), depth + 1)];
}
