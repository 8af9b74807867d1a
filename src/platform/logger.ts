import { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger, pino } from 'pino';
import { toLoggableError } from './loggable-error';
import { Secret } from './secrets/secret';

export interface LoggerOptions {
  /** Default `info`. */
  readonly level?: string;
  /** Which part of Duihua writes, e.g. `api`. */
  readonly name: string;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
}

/** Fields that are never logged, at any depth; compared without case, `_` and `-`. */
const hiddenFields = new Set(
  [
    [
      'password',
      'secret',
      'appsecret',
      'token',
      'accesstoken',
      'csrftoken',
      'apitoken',
      'apikey',
      'encodingaeskey',
    ],
    [
      'secretkey',
      'authorization',
      'cookie',
      'setcookie',
      'signature',
      'msgsignature',
      'nonce',
      'echostr',
      'encrypt',
    ],
    ['text', 'content', 'body', 'rawbody', 'xml', 'message', 'description', 'title', 'recognition'],
    [
      'openid',
      'fromusername',
      'tousername',
      'touser',
      'unionid',
      'nickname',
      'remark',
      'headimgurl',
      'avatar',
      'email',
    ],
    ['databaseurl', 'query'],
  ].flat(),
);
const HIDDEN = '[hidden]';
const DEEPEST = 6;

/**
 * Creates a logger that writes JSON lines. Secrets, what people write, and WeChat's ids of people are hidden by the
 * names of their fields. Query strings (signatures, access tokens) are removed from all addresses in any line. Errors
 * are written without the values they failed on. Log ids, codes, counts and times.
 *
 * @example createLogger({ name: 'api', level: config.logLevel }).info({ conversationId }, 'attended')
 */
export function createLogger({ level = 'info', name, destination }: LoggerOptions): Logger {
  const options = {
    name,
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: hideFields,
    },
    serializers: logSerializers,
    hooks: { streamWrite: cutQueryStrings },
  };
  const logger: Logger = destination === undefined ? pino(options) : pino(options, destination);
  hideFieldsOfChildren(logger);
  return logger;
}

/** pino does not apply formatters to the fields of a child logger. Children inherit their parent's method. */
function hideFieldsOfChildren(logger: Logger): void {
  type Child = (this: Logger, fields: Bindings, options?: ChildLoggerOptions) => Logger;
  const method: unknown = Reflect.get(logger, 'child');
  const child = method as Child;
  Reflect.set(logger, 'child', function (this: Logger, fields: Bindings, options?: ChildLoggerOptions) {
    return child.call(this, hideFields(fields), options);
  } satisfies Child);
}

/** Pass these to pino-http too: its own would log headers and query strings. */
export const logSerializers = {
  err: (error: unknown) => toLoggableError(error),
  error: (error: unknown) => toLoggableError(error),
  req: (request: RequestLike) => ({
    id: request.id,
    method: request.method,
    path: (request.originalUrl ?? request.url)?.split('?')[0],
  }),
  res: (response: { readonly statusCode?: number }) => ({ statusCode: response.statusCode }),
};

interface RequestLike {
  readonly id?: unknown;
  readonly method?: string;
  readonly url?: string;
  readonly originalUrl?: string;
}

function hideFields(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, hideValue(key, value, 1)]));
}

function hideValue(key: string, value: unknown, depth: number): unknown {
  if (hiddenFields.has(key.toLowerCase().replace(/[_-]/g, ''))) return HIDDEN;
  if (value instanceof Secret || Buffer.isBuffer(value)) return HIDDEN;
  if (Array.isArray(value)) {
    return depth > DEEPEST ? HIDDEN : value.map((item) => hideValue('', item, depth + 1));
  }
  if (!isPlainObject(value)) return value;
  if (depth > DEEPEST) return HIDDEN;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, hideValue(name, inner, depth + 1)]),
  );
}

/** Requests, errors and the like have serializers of their own. */
function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function cutQueryStrings(line: string): string {
  return line.includes('?') ? line.replace(/\?[^\s"\\?]*=[^\s"\\]*/g, '?…') : line;
}
