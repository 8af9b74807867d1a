import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';

/**
 * What may leave the process. Libraries add attributes of their own with new versions, and messages of errors may quote
 * anything, so this is a list of what is allowed, not of what is not.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'url.path',
  'error.type',
  // Of Temporal’s interceptors: ids of ours, and Temporal’s.
  'run_id',
  'temporalActivityId',
  'temporalUpdateId',
  'temporalWorkflowId',
  'duihua.operation',
  'duihua.channel.id',
  'duihua.contact.id',
  'duihua.message.id',
  'duihua.items',
  'duihua.webhook.outcome',
  'duihua.wechat.code',
  'duihua.outcome',
]);

/** The span as it may be exported: no event (they hold messages of errors and stack traces), no text of a status. */
export function toExportable(span: ReadableSpan): ReadableSpan {
  const { kind, parentSpanId, startTime, endTime, duration, ended, resource, instrumentationLibrary } = span;
  const spanContext = span.spanContext();
  return {
    name: span.name,
    kind,
    spanContext: () => spanContext,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    startTime,
    endTime,
    duration,
    ended,
    status: { code: span.status.code },
    attributes: onlyAllowed(span.attributes),
    links: span.links.map(({ context }) => ({ context })),
    events: [],
    resource,
    instrumentationLibrary,
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function onlyAllowed(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => ALLOWED.has(name)));
}
