import { collectDefaultMetrics, type Registry } from 'prom-client';

/**
 * In ms. Node's timer for it wakes an idle process so often; with the default, 10 ms, that is a third of what an idle desk does.
 * The figures of `nodejs_eventloop_lag_*` include it.
 */
const LAG_MEASURED_EVERY_MS = 50;

/** What Prometheus gets to know of any Node.js process: memory, processor time, garbage collection, lag of the event loop. */
export function collectProcessMetrics(metrics: Registry): void {
  collectDefaultMetrics({ register: metrics, eventLoopMonitoringPrecision: LAG_MEASURED_EVERY_MS });
}
