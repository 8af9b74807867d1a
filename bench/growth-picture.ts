import { type Growth, ratiosOf, showAmount } from './growth';

const WIDTH = 900;
const ROW = 28;
const LEFT = 440;
const RIGHT = 150;
const TOP = 62;
/** The scale of ratios; what lies outside is drawn at its end. */
const FIRST = 0.5;
const LAST = 200;
const TICKS = [
  { ratio: 1, label: '1 ×' },
  { ratio: 10, label: '10 ×' },
  { ratio: 100, label: '100 ×, as the data' },
] as const;

/** How many times as much each takes with 10 and with 100 times the data, on a scale of tenfolds, as an SVG picture. */
export function drawGrowth(growths: readonly Growth[]): string {
  const height = TOP + growths.length * ROW + 16;
  const x = (ratio: number): number => {
    const part = Math.log10(Math.min(LAST, Math.max(FIRST, ratio)) / FIRST) / Math.log10(LAST / FIRST);
    return Math.round(LEFT + part * (WIDTH - LEFT - RIGHT));
  };
  const grid = TICKS.map(
    ({ ratio, label }) =>
      `<line x1="${x(ratio)}" y1="${TOP - 8}" x2="${x(ratio)}" y2="${height - 12}" stroke="#ddd"/>` +
      `<text x="${x(ratio)}" y="${TOP - 14}" text-anchor="middle" fill="#555">${label}</text>`,
  );
  const rows = growths.map((growth, index) => {
    const y = TOP + index * ROW + ROW / 2;
    const [ofTen, ofHundred] = ratiosOf(growth);
    const [first, , last] = growth.values.map((value) => showAmount(value, growth.unit));
    const ends = [x(1), x(ofTen), x(ofHundred)];
    return (
      `<text x="${LEFT - 12}" y="${y + 4}" text-anchor="end">${escape(growth.title)}</text>` +
      `<line x1="${Math.min(...ends)}" y1="${y}" x2="${Math.max(...ends)}" y2="${y}" stroke="#9db8d9" stroke-width="6"/>` +
      `<circle cx="${x(ofTen)}" cy="${y}" r="5" fill="#fff" stroke="#1d4f8c" stroke-width="2"/>` +
      `<circle cx="${x(ofHundred)}" cy="${y}" r="5" fill="#1d4f8c"/>` +
      `<text x="${WIDTH - RIGHT + 12}" y="${y + 4}" fill="#555">${first} → ${last}</text>`
    );
  });
  const described = growths
    .map((growth) => `${escape(growth.title)} ${(ratiosOf(growth)[1] ?? 0).toFixed(1)} times`)
    .join('; ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img">`,
    `<title>How many times as much it takes with 100 times the data: ${described}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    '<text x="12" y="20" font-weight="600">How many times as much it takes with 10 times the data (ring) and with 100 times (dot)</text>',
    ...grid,
    ...rows,
    '</svg>',
    '',
  ].join('\n');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
