import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/common';
import type { Logger } from 'pino';

const levels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>;

/** The SDK warns of workers that have activities only, as those for bots and webhooks do. */
const EXPECTED = 'No workflows registered, not polling for workflow tasks';

/**
 * Lets the Temporal SDK write to our log, with its information about the workflow or activity as fields.
 *
 * @example Runtime.install({ logger: createRuntimeLogger(logger) })
 */
export function createRuntimeLogger(logger: Logger): TemporalLogger {
  const write = (level: LogLevel, text: string, meta: LogMetadata = {}): void => {
    // `error` is the SDK's name for `err`; the nanoseconds are a bigint that only repeats our `time`.
    const { error, timestampNanos: _, ...fields } = meta;
    const name = text === EXPECTED ? 'debug' : levels[level];
    logger[name](error === undefined ? fields : { ...fields, err: error }, text);
  };
  return {
    log: write,
    trace: (text, meta) => write('TRACE', text, meta),
    debug: (text, meta) => write('DEBUG', text, meta),
    info: (text, meta) => write('INFO', text, meta),
    warn: (text, meta) => write('WARN', text, meta),
    error: (text, meta) => write('ERROR', text, meta),
  };
}
