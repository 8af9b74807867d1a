import { Gauge, type Registry } from 'prom-client';
import { readInTime } from './desk-watch';

/** Adds the figure `duihua_disk_writable{place}`: 1 if the place accepts data, 0 if it does not, or not in time. */
export function measureDisks(
  registry: Registry,
  places: Readonly<Record<string, () => Promise<void>>>,
): void {
  const gauge: Gauge<'place'> = new Gauge({
    name: 'duihua_disk_writable',
    help: 'Whether a place in DATA_DIR accepts data',
    labelNames: ['place'],
    registers: [],
    async collect() {
      const look = async ([place, check]: [string, () => Promise<void>]): Promise<void> => {
        const isWritable = await readInTime(() => check().then(() => true));
        gauge.set({ place }, isWritable === true ? 1 : 0);
      };
      await Promise.all(Object.entries(places).map(look));
    },
  });
  registry.registerMetric(gauge);
}
