import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/common';
import type { Logger } from 'pino';

const levels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>;

/**
 * Lets the Temporal SDK write into our log, with what it knows of the workflow or activity as fields.
 *
 * @example Runtime.install({ logger: createRuntimeLogger(logger) })
 */
export function createRuntimeLogger(logger: Logger): TemporalLogger {
  const write = (level: LogLevel, text: string, meta: LogMetadata = {}): void => {
    // The SDK's own name for an error, and nanoseconds as a bigint that only repeat our `time`.
    const { error, timestampNanos: _, ...fields } = meta;
    logger[levels[level]](error === undefined ? fields : { ...fields, err: error }, text);
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
