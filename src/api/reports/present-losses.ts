import type { LossReportBody } from '../../contracts/reports/losses';
import { toLossSentences } from '../../domain/reports/loss-sentences';
import { dividedBy, type Tally, toTally } from '../../domain/reports/tally';
import type { FigureCount } from '../../store/reports/count-figures';
import type { FigureName } from '../../store/reports/figure-sources';
import type { ReportChannel } from '../../store/reports/reports';
import { toIso } from '../present/times';
import { lossText } from './loss-text';

export const LOSS_REPORT_FIGURES = [
  'refused',
  'released',
  'expired',
  'failed',
  'unknown',
  'endedWaiting',
] as const satisfies readonly FigureName[];

type Losses = Omit<LossReportBody, 'from' | 'to' | 'timeZone' | 'hours' | 'bucket'>;
type Figures = Omit<LossReportBody['series'][number], 'start'>;

/** The loss report: in all, over time, by hour of the day, by operator and by channel. */
export function presentLosses(
  counted: readonly FigureCount[],
  {
    starts,
    names,
    channels,
  }: {
    readonly starts: readonly number[];
    readonly names: ReadonlyMap<string, string>;
    readonly channels: readonly ReportChannel[];
  },
): Losses {
  const all = toTally(counted);
  const entries = dividedBy(counted, ({ entry }) => entry);
  const hours = dividedBy(counted, ({ hour }) => hour ?? 0);
  const channelNames = new Map(channels.map(({ id, name }) => [id, name]));
  const byOperator = [...dividedBy(counted, ({ operatorId }) => operatorId)].map(([id, part]) => ({
    operator: id === null ? null : { id, name: names.get(id) ?? id },
    ...figuresOf(toTally(part)),
  }));
  const byChannel = [...dividedBy(counted, ({ channelId }) => channelId ?? '')].map(([id, part]) => ({
    channel: { id, name: channelNames.get(id) ?? id },
    ...figuresOf(toTally(part)),
  }));
  const figures = figuresOf(all);
  const sentences = toLossSentences({ ...figures, refusedAfterMs: all.values('refused', 'window_closed') });
  return {
    ...figures,
    sentences: sentences.map(({ code, ...facts }) => ({
      code,
      text: lossText({ code, ...facts } as never),
      facts,
    })),
    series: starts.map((start, entry) => ({
      start: toIso(start),
      ...figuresOf(toTally(entries.get(entry) ?? [])),
    })),
    byHour: Array.from({ length: 24 }, (_, hour) => ({ hour, ...figuresOf(toTally(hours.get(hour) ?? [])) })),
    byOperator: byOperator.sort((one, other) =>
      (one.operator?.name ?? '').localeCompare(other.operator?.name ?? ''),
    ),
    byChannel: byChannel.sort((one, other) => one.channel.name.localeCompare(other.channel.name)),
  };
}

function figuresOf(tally: Tally): Figures {
  return {
    refused: {
      window_closed: tally.count('refused', 'window_closed'),
      consecutive_limit_reached: tally.count('refused', 'consecutive_limit_reached'),
    },
    held: {
      released: tally.count('released'),
      expired: tally.count('expired'),
      releasedAfterSeconds: tally.durations('released'),
    },
    failedByCode: tally.byLabel('failed'),
    unknown: {
      count: tally.count('unknown'),
      resolvedAsSent: tally.count('unknown', 'sent'),
      resent: tally.count('unknown', 'resent'),
    },
    endedWaiting: tally.count('endedWaiting'),
  };
}
