import {
  Counter,
  Histogram,
  type MetricObjectWithValues,
  type MetricValueWithName,
  type Registry,
} from 'prom-client';
import type { Database } from '../../store/engine/database-types';
import { createRoutingTotals, type RoutingTotal, WAITING_BOUNDS } from '../../store/routing/routing-totals';
import { freshly, readInTime } from './desk-watch';

/**
 * Adds to `/metrics` what has happened in routing, as the store has counted it for the whole desk: every process reports the
 * same. While it cannot be read there are no figures.
 */
export function measureRouting(metrics: Registry, database: Pick<Database, 'db'>): void {
  const totals = freshly(createRoutingTotals(database).read);
  const of = async (kind: RoutingTotal['kind']): Promise<readonly RoutingTotal[]> =>
    ((await readInTime(totals)) ?? []).filter((one) => one.kind === kind);
  const offers: Counter = new Counter({
    name: 'duihua_offers_total',
    help: 'Offers of conversations to operators that were made, declined, or ran out',
    labelNames: ['outcome'],
    registers: [metrics],
    async collect() {
      const counted = await of('offer');
      offers.reset();
      for (const { label, count } of counted) offers.inc({ outcome: label }, count);
    },
  });
  const returns: Counter = new Counter({
    name: 'duihua_returns_total',
    help: 'Conversations that went back to the queue, by reason and by the id of the operator who had them',
    labelNames: ['reason', 'operator'],
    registers: [metrics],
    async collect() {
      const counted = await of('returned');
      returns.reset();
      for (const { label, operatorId, count } of counted)
        returns.inc({ reason: label, operator: operatorId }, count);
    },
  });
  metrics.registerMetric(new WaitingSeconds(() => of('attended')));
}

const NAME = 'duihua_waiting_seconds';
const CONFIGURATION = {
  name: NAME,
  help: 'How long contacts have waited when somebody attends',
  buckets: [...WAITING_BOUNDS],
  registers: [],
};

/** A histogram that is not counted by this process. */
class WaitingSeconds extends Histogram<'le'> {
  private readonly shape = new Histogram<'le'>(CONFIGURATION);

  constructor(private readonly attended: () => Promise<readonly RoutingTotal[]>) {
    super(CONFIGURATION);
  }

  /** What a registry asks for its text; the types of the library do not name it. */
  getForPromString(): Promise<MetricObjectWithValues<MetricValueWithName<'le'>>> {
    return this.get();
  }

  override async get(): Promise<MetricObjectWithValues<MetricValueWithName<'le'>>> {
    const counted = await this.attended();
    const shell = await this.shape.get();
    if (counted.length === 0) return { ...shell, values: [] };
    const add = (of: readonly RoutingTotal[], what: 'count' | 'sum'): number =>
      of.reduce((sum, one) => sum + one[what], 0);
    const upTo = (bound: number): number =>
      add(
        counted.filter(({ atMost }) => atMost <= bound),
        'count',
      );
    return {
      ...shell,
      values: [
        ...[...WAITING_BOUNDS, Infinity].map((bound) => ({
          metricName: `${NAME}_bucket`,
          labels: { le: bound === Infinity ? '+Inf' : bound },
          value: upTo(bound),
        })),
        { metricName: `${NAME}_sum`, labels: {}, value: add(counted, 'sum') },
        { metricName: `${NAME}_count`, labels: {}, value: upTo(Infinity) },
      ],
    };
  }
}
