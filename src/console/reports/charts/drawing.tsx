/** The drawn part of a chart. It is loaded by itself: nothing else needs recharts. */
import {
  Bar,
  BarChart,
  CartesianGrid,
  Line as DrawnLine,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import css from '../reports.module.css';
import type { Line, Point, Tone } from './chart-data';

const COLOURS: Readonly<Record<Tone, string>> = {
  first: 'var(--ant-color-primary)',
  second: 'var(--ant-color-warning)',
  third: 'var(--ant-color-error)',
};
const DASHES: Readonly<Record<Tone, string>> = { first: '0', second: '6 4', third: '2 3' };
const HEIGHT = 240;
const BAR_HEIGHT = 34;
const AXIS = { stroke: 'var(--ant-color-text-secondary)', fontSize: 12, tickLine: false } as const;
/** Screen readers have the table instead. */
const SHARED = { accessibilityLayer: false } as const;

export function Drawing(props: {
  readonly kind: 'lines' | 'bars';
  readonly lines: readonly Line[];
  readonly points: readonly Point[];
  readonly format: (value: number | null) => string;
}) {
  const { kind, lines, points, format } = props;
  const rows = points.map(({ label, values }) => ({ label, ...values }));
  const tip = (
    <Tooltip
      isAnimationActive={false}
      formatter={(value) => format(typeof value === 'number' ? value : null)}
      contentStyle={{
        border: '1px solid var(--ant-color-border)',
        borderRadius: 8,
        background: 'var(--ant-color-bg-elevated)',
      }}
      itemStyle={{ color: 'var(--ant-color-text)' }}
      labelStyle={{ fontWeight: 600 }}
      cursor={{ fill: 'var(--ant-color-fill-tertiary)', stroke: 'var(--ant-color-border)' }}
    />
  );
  if (kind === 'bars') {
    return (
      <div className={css.drawing}>
        <ResponsiveContainer width="100%" height={Math.max(2, points.length) * BAR_HEIGHT + 30}>
          <BarChart {...SHARED} layout="vertical" data={rows} margin={{ left: 0, right: 16 }}>
            <CartesianGrid horizontal={false} stroke="var(--ant-color-border-secondary)" />
            <XAxis {...AXIS} type="number" allowDecimals={false} />
            <YAxis {...AXIS} type="category" dataKey="label" width={150} interval={0} />
            {tip}
            {lines.map(({ key, name, tone }) => (
              <Bar
                key={key}
                dataKey={key}
                name={name}
                fill={COLOURS[tone]}
                radius={[0, 4, 4, 0]}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
    );
  }
  return (
    <div className={css.drawing}>
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <LineChart {...SHARED} data={rows} margin={{ left: 0, right: 16, top: 8 }}>
          <CartesianGrid vertical={false} stroke="var(--ant-color-border-secondary)" />
          <XAxis {...AXIS} dataKey="label" minTickGap={24} />
          <YAxis
            {...AXIS}
            width={80}
            allowDecimals={false}
            tickFormatter={(value: number) => format(value)}
          />
          {tip}
          {lines.map(({ key, name, tone }) => (
            <DrawnLine
              key={key}
              dataKey={key}
              name={name}
              stroke={COLOURS[tone]}
              strokeWidth={2}
              strokeDasharray={DASHES[tone]}
              dot={points.length <= 31 && { r: 3, strokeDasharray: '0', fill: COLOURS[tone] }}
              connectNulls={false}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
