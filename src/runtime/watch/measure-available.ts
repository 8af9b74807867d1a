import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../../store/engine/database-types';
import { countAvailable } from '../../store/routing/count-available';
import { freshly, readInTime } from './desk-watch';

/**
 * Adds to `/metrics` how many operators offers can go to, for each brand by its id. While it cannot be read there is no
 * figure.
 */
export function measureAvailable(metrics: Registry, database: Pick<Database, 'db'>): void {
  const available = freshly(() => countAvailable(database));
  const gauge: Gauge = new Gauge({
    name: 'duihua_operators_available',
    help: 'Operators of a brand who are connected and online and have a free place',
    labelNames: ['brand'],
    registers: [],
    async collect() {
      const counts = (await readInTime(available)) ?? [];
      gauge.reset();
      for (const { brandId, count } of counts) gauge.set({ brand: brandId }, count);
    },
  });
  metrics.registerMetric(gauge);
}
