import {
  type Attributes,
  type Context,
  context,
  type Span as OtelSpan,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  NodeTracerProvider,
  type Sampler,
  SamplingDecision,
} from '@opentelemetry/sdk-trace-node';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry/lib/client';
import { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry/lib/worker';
import type { Logger } from 'pino';
import type { TracingConfig } from '../platform/settings/tracing-config';
import { TIMED_OUT, withTimeLimit } from '../platform/time-limit';
import { type DeliverySpan, type ItemKey, type Span, setTracing, type Tracing } from '../platform/tracing';
import { createSampler } from './sampler';
import { createSteadyExporter } from './steady-exporter';
import { type ChosenIds, createChosenIds, idsOfItem } from './trace-ids';

const EXPORT_EVERY_MS = 2_000;
const EXPORT_WITHIN_MS = 5_000;
/** A receiver that hangs must not hold up the end of a process; what it has not taken by then is lost. */
const CLOSE_WITHIN_MS = 2_000;
/** Spans that wait for the receiver, about 2 MB; later ones are dropped. */
const MOST_WAITING = 4_096;
const DELIVERY_NAME = 'POST /webhooks/wechat/{id}';

/** What Temporal's clients and workers need, so that a trace goes on from one to the other. */
export type RunningTracing = {
  readonly clientInterceptors: readonly OpenTelemetryWorkflowClientInterceptor[];
  readonly activityInterceptors: readonly ActivityInterceptorFactory[];
  /** Exports what is left, for at most 2 s, and records nothing more. */
  readonly close: () => Promise<void>;
};

type ActivityInterceptorFactory = (
  ...args: ConstructorParameters<typeof OpenTelemetryActivityInboundInterceptor>
) => { readonly inbound: OpenTelemetryActivityInboundInterceptor };

/**
 * Begins to record spans in this process, and exports them by OTLP over HTTP. Only one may run at a time.
 *
 * @param options.process which of the desk's processes it is: `api`, `worker`, or `desk` for both in one
 */
export function startTracing(options: {
  readonly config: TracingConfig;
  readonly process: string;
  readonly version: string;
  readonly logger: Pick<Logger, 'warn' | 'info'>;
}): RunningTracing {
  const { config, version, logger } = options;
  // The exporter below reports failures; the library would write each of them to standard error.
  setGlobalErrorHandler(() => undefined);
  const ids = createChosenIds();
  const sampler = createSampler(config);
  const exporter = new OTLPTraceExporter({
    url: `${config.endpoint}/v1/traces`,
    headers: { ...config.headers.reveal() },
    timeoutMillis: EXPORT_WITHIN_MS,
  });
  const provider = new NodeTracerProvider({
    resource: new Resource({
      'service.name': config.serviceName,
      'service.version': version,
      'duihua.process': options.process,
    }),
    sampler,
    idGenerator: ids,
    spanProcessors: [
      new BatchSpanProcessor(createSteadyExporter(exporter, logger), {
        scheduledDelayMillis: EXPORT_EVERY_MS,
        exportTimeoutMillis: 2 * EXPORT_WITHIN_MS,
        maxQueueSize: MOST_WAITING,
      }),
    ],
  });
  provider.register({ propagator: new W3CTraceContextPropagator() });
  setTracing(createTracing(provider.getTracer('duihua', version), ids, sampler));
  return {
    clientInterceptors: [new OpenTelemetryWorkflowClientInterceptor()],
    activityInterceptors: [(ctx) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(ctx) })],
    async close() {
      setTracing(null);
      const closed = await withTimeLimit(provider.shutdown(), CLOSE_WITHIN_MS);
      if (closed === TIMED_OUT) logger.warn({}, 'the last traces could not be exported in time');
      for (const api of [trace, context, propagation]) api.disable();
    },
  };
}

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;

function createTracing(tracer: Tracer, ids: ChosenIds, sampler: Sampler): Tracing {
  /** As if the first delivery of the item had called us; whether it was sampled follows from the trace's id. */
  const contextOf = (item: ItemKey): Context => {
    const { traceId, spanId } = idsOfItem(item);
    const { decision } = sampler.shouldSample(ROOT_CONTEXT, traceId, DELIVERY_NAME, SpanKind.SERVER, {}, []);
    const traceFlags = decision === SamplingDecision.RECORD_AND_SAMPLED ? 1 : 0;
    return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
  };

  return {
    inSpan({ name, kind, attributes = {}, items = [] }, work) {
      const [first, ...others] = items;
      const parent = first === undefined ? context.active() : contextOf(first);
      const span = tracer.startSpan(
        name,
        { kind: kind === undefined ? SpanKind.INTERNAL : KINDS[kind], attributes: { ...attributes } },
        parent,
      );
      // A link leads in one direction only: who looks at the trace of another item has to find this one.
      for (const item of others) {
        tracer.startSpan(name, { links: [{ context: span.spanContext() }] }, contextOf(item)).end();
      }
      const recording = toSpan(span);
      return context.with(trace.setSpan(parent, span), async () => {
        try {
          return await work(recording);
        } catch (error) {
          if (!recording.hasFailed()) recording.fail(error instanceof Error ? error.name : 'unknown');
          throw error;
        } finally {
          span.end();
        }
      });
    },
    recordDelivery({ startedAt, status, attributes, item, isRepeat }) {
      const options = {
        kind: SpanKind.SERVER,
        startTime: startedAt,
        attributes: { ...deliveryAttributes(status), ...attributes },
      };
      const start = (parent: Context): OtelSpan => tracer.startSpan(DELIVERY_NAME, options, parent);
      const span =
        item === null
          ? start(ROOT_CONTEXT)
          : isRepeat
            ? start(contextOf(item))
            : ids.withIds(idsOfItem(item), () => start(ROOT_CONTEXT));
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

function deliveryAttributes(status: DeliverySpan['status']): Attributes {
  return {
    'http.request.method': 'POST',
    'http.route': '/webhooks/wechat/{id}',
    'http.response.status_code': status,
  };
}

function toSpan(span: OtelSpan): Span & { readonly hasFailed: () => boolean } {
  let hasFailed = false;
  return {
    hasFailed: () => hasFailed,
    set: (attributes) => void span.setAttributes({ ...attributes }),
    fail(code) {
      hasFailed = true;
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', code);
    },
  };
}
