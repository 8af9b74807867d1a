import { Counter, Histogram, type Registry } from 'prom-client';
import type { RoutingEvent } from '../../store/routing/routing-notices';

/** From at once to most of a working day, in seconds. */
const WAITING_BUCKETS = [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 28_800];

/**
 * Creates the function that counts what happens to offers. Every API process hears of all of it, so one process has the figures
 * of the whole desk, and a sum over processes counts everything as often as there are processes.
 */
export function countRouting(metrics: Registry): (event: RoutingEvent) => void {
  const registers = [metrics];
  const offers = new Counter({
    name: 'duihua_offers_total',
    help: 'Offers of conversations to operators that were made, declined, or ran out',
    labelNames: ['outcome'],
    registers,
  });
  const returns = new Counter({
    name: 'duihua_returns_total',
    help: 'Conversations that went back to the queue, by reason',
    labelNames: ['reason'],
    registers,
  });
  const waiting = new Histogram({
    name: 'duihua_waiting_seconds',
    help: 'How long contacts of brands that offer conversations have waited when somebody attends',
    buckets: WAITING_BUCKETS,
    registers,
  });
  return ({ type, waitedMs = 0, reason = 'unknown' }) => {
    switch (type) {
      case 'attended':
        return waiting.observe(waitedMs / 1_000);
      case 'returned':
        return returns.inc({ reason });
      default:
        return offers.inc({ outcome: type });
    }
  };
}
