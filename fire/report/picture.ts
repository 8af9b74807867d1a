import type { FaultSum } from './sums';

const WIDTH = 760;
const ROW = 26;
const LEFT = 170;
const RIGHT = 70;
const TOP = 58;
/** The scale of times, in seconds. */
const FIRST = 0.1;
const LAST = 1_000;
const TICKS = [0.1, 1, 10, 100, 1_000];

/** How long until the desk did its work again after each kind of fault: median and worst, on a scale of tenfolds. */
export function drawRecoveries(sums: readonly FaultSum[]): string {
  const height = TOP + sums.length * ROW + 16;
  const x = (seconds: number): number => {
    const part = Math.log10(Math.min(LAST, Math.max(FIRST, seconds)) / FIRST) / Math.log10(LAST / FIRST);
    return Math.round(LEFT + part * (WIDTH - LEFT - RIGHT));
  };
  const grid = TICKS.map(
    (tick) =>
      `<line x1="${x(tick)}" y1="${TOP - 8}" x2="${x(tick)}" y2="${height - 12}" stroke="#ddd"/>` +
      `<text x="${x(tick)}" y="${TOP - 14}" text-anchor="middle" fill="#555">${tick} s</text>`,
  );
  const rows = sums.map(({ kind, count, median, worst }, index) => {
    const y = TOP + index * ROW + ROW / 2;
    const label = `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${kind}</text>`;
    const times = `<text x="${WIDTH - RIGHT + 12}" y="${y + 4}" fill="#555">${count} ×</text>`;
    if (median === null || worst === null) return label + times;
    const [from, to] = [x(median / 1_000), x(worst / 1_000)];
    return (
      `${label}${times}<line x1="${from}" y1="${y}" x2="${to}" y2="${y}" stroke="#9db8d9" stroke-width="6"/>` +
      `<circle cx="${from}" cy="${y}" r="5" fill="#1d4f8c"/>` +
      `<line x1="${to}" y1="${y - 7}" x2="${to}" y2="${y + 7}" stroke="#1d4f8c" stroke-width="2"/>`
    );
  });
  const described = sums
    .filter(({ median }) => median !== null)
    .map(
      ({ kind, median, worst }) =>
        `${kind} ${((median ?? 0) / 1_000).toFixed(1)} to ${((worst ?? 0) / 1_000).toFixed(1)} s`,
    )
    .join(', ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img">`,
    `<title>Time to recover by kind of fault, median to worst: ${described}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    '<text x="12" y="20" font-weight="600">From the end of a fault to the next message acknowledged and the next reply sent</text>',
    ...grid,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}
