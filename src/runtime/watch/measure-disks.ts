import { Gauge, type Registry } from 'prom-client';

/** Adds the figure `duihua_disk_writable{place}`: 1 if the place accepts data, 0 if not. */
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
      for (const [place, check] of Object.entries(places)) {
        const isWritable = await check().then(
          () => true,
          () => false,
        );
        gauge.set({ place }, isWritable ? 1 : 0);
      }
    },
  });
  registry.registerMetric(gauge);
}
