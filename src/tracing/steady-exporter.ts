import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { errorMessage } from '../platform/errors';
import { toExportable } from './allowed-attributes';

type Log = (fields: object, message: string) => void;

/**
 * Exports only what may leave the process, and reports a receiver that does not take it once, and once that it does again:
 * a collector that is down for a day must not fill the log.
 */
export function createSteadyExporter(
  exporter: SpanExporter,
  logger: { readonly warn: Log; readonly info: Log },
): SpanExporter {
  let isFailing = false;
  const note = ({ code, error }: ExportResult): void => {
    const fails = code === ExportResultCode.FAILED;
    if (fails === isFailing) return;
    isFailing = fails;
    if (fails) {
      logger.warn(
        { reason: error === undefined ? 'unknown' : errorMessage(error) },
        'traces cannot be exported: they are dropped until the receiver takes them again',
      );
    } else logger.info({}, 'traces are exported again');
  };
  return {
    export(spans: ReadableSpan[], done) {
      exporter.export(spans.map(toExportable), (result) => {
        note(result);
        // The processor would report the failure a second time.
        done({ code: ExportResultCode.SUCCESS });
      });
    },
    shutdown: () => exporter.shutdown(),
  };
}
