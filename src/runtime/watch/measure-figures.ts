import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../../store/engine/database-types';
import { createWatchFigures, type Figures } from '../../store/reports/watch-figures';
import { addGauge, freshly, readInTime } from './desk-watch';

/** Adds the figures of the whole desk that alarms are made of. While one cannot be read, it is left out. */
export function measureFigures(metrics: Registry, database: Pick<Database, 'db'>): void {
  const figures = createWatchFigures(database);
  addLabelled(metrics, {
    name: 'duihua_conversations',
    help: 'Open conversations by state',
    label: 'state',
    read: figures.openConversations,
  });
  addLabelled(metrics, {
    name: 'duihua_messages_failed_last_hour',
    help: 'Messages that failed within the last hour and that nobody has settled, by the code of their error',
    label: 'code',
    read: figures.failedWithinHour,
  });
  addGauge(
    metrics,
    'duihua_messages_held',
    'Messages that are held because the window or the limit blocks them',
    freshly(figures.held),
  );
  addLabelled(metrics, {
    name: 'duihua_channels_refused',
    help: 'Channels whose calls WeChat refuses, by its code',
    label: 'wechat_code',
    read: figures.refusedChannels,
  });
  addLabelled(metrics, {
    name: 'duihua_outgoing_webhooks_troubled',
    help: 'Outgoing webhooks whose every try fails for now, or that were switched off because of it',
    label: 'state',
    read: figures.troubledWebhooks,
  });
}

function addLabelled(
  metrics: Registry,
  figure: {
    readonly name: string;
    readonly help: string;
    readonly label: string;
    readonly read: () => Promise<Figures>;
  },
): void {
  const { name, help, label } = figure;
  const read = freshly(figure.read);
  const gauge: Gauge = new Gauge({
    name,
    help,
    labelNames: [label],
    registers: [],
    async collect() {
      const counts: Figures = (await readInTime(read)) ?? new Map();
      gauge.reset();
      for (const [value, count] of counts) gauge.set({ [label]: value }, count);
    },
  });
  metrics.registerMetric(gauge);
}
