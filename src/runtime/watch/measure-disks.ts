import { Gauge, type Registry } from 'prom-client';

/** Adds `duihua_disk_writable{place}` to the figures: 1 where the place takes data, 0 where it does not. */
export function measureDisks(
  registry: Registry,
  places: Readonly<Record<string, () => Promise<void>>>,
): void {
  const gauge: Gauge<'place'> = new Gauge({
    name: 'duihua_disk_writable',
    help: 'Whether a place of DATA_DIR takes data',
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
