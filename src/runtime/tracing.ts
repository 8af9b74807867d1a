import type { Logger } from 'pino';
import type { Config } from '../platform/settings/config';
import type { RunningTracing } from '../tracing/start-tracing';
import type { ClosingList } from './process/stop';
import { readVersion } from './process/version';

export type { RunningTracing } from '../tracing/start-tracing';

/**
 * Starts tracing if the settings ask for it; undefined if not, and then nothing of OpenTelemetry is loaded. Call it before
 * anything else is opened, so that it is closed last and the last spans are exported.
 */
export function openTracing(options: {
  readonly config: Config;
  /** `api`, `worker`, or `desk` for both. */
  readonly process: string;
  readonly closing: ClosingList;
  readonly logger: Logger;
}): RunningTracing | undefined {
  const { config, process, closing, logger } = options;
  if (config.tracing === undefined) return undefined;
  // Not `import()`: compiled to CommonJS it stays what it is, and could not load our own files in tests.
  const { startTracing } = require('../tracing/start-tracing') as typeof import('../tracing/start-tracing');
  const tracing = startTracing({ config: config.tracing, process, version: readVersion(), logger });
  closing.add('tracing', tracing.close);
  const { endpoint, sampler } = config.tracing;
  logger.info({ endpoint, sampler }, 'traces are recorded');
  return tracing;
}
