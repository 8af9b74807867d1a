import { Secret } from '../secrets/secret';
import type { Settings } from './settings-schema';

/** Where traces go. docs/operations.md#traces. */
export type TracingConfig = {
  /** Without `/v1/traces` and without a slash at its end. */
  readonly endpoint: string;
  /** Sent with every export; often a key. */
  readonly headers: Secret<Readonly<Record<string, string>>>;
  readonly serviceName: string;
  readonly sampler: Settings['OTEL_TRACES_SAMPLER'];
  /** The share of traces that are kept, 0 to 1; read by the samplers whose name ends with `traceidratio`. */
  readonly ratio: number;
};

/** The settings of tracing; undefined: it is off, whatever the others say. */
export function toTracingConfig(settings: Settings): TracingConfig | undefined {
  const endpoint = settings.OTEL_EXPORTER_OTLP_ENDPOINT;
  if (endpoint === undefined) return undefined;
  return {
    endpoint,
    headers: new Secret(settings.OTEL_EXPORTER_OTLP_HEADERS),
    serviceName: settings.OTEL_SERVICE_NAME,
    sampler: settings.OTEL_TRACES_SAMPLER,
    ratio: settings.OTEL_TRACES_SAMPLER_ARG,
  };
}
