import { collectDefaultMetrics, type Registry } from 'prom-client';

/**
 * In ms: Node's timer wakes an idle process so often. With the default, 10 ms, that took half of the processor time of an idle process. The
 * minimum, maximum, mean and percentiles of `nodejs_eventloop_lag_…` include it.
 */
const LAG_MEASURED_EVERY_MS = 50;

/** What Prometheus gets to know of any Node.js process: memory, processor time, garbage collection, lag of the event loop. */
export function collectProcessMetrics(metrics: Registry): void {
  collectDefaultMetrics({ register: metrics, eventLoopMonitoringPrecision: LAG_MEASURED_EVERY_MS });
}
