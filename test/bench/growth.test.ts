import { type Growth, toGrowthMarkdown, toGrowthText } from '../../bench/growth';
import { drawGrowth } from '../../bench/growth-picture';

const list: Growth = { title: 'list, 10 to 1,000 messages', unit: 'ms', values: [10, 11, 12.5] };
const erasing: Growth = { title: 'erasing <all> & more', unit: 'ms', values: [20, 200, 2_000] };

test('the table has each time and both ratios', () => {
  const [, , ...rows] = toGrowthMarkdown([list, erasing]).split('\n');
  expect(rows).toEqual([
    '| list, 10 to 1,000 messages | 10.0 ms | 11.0 ms | 12.5 ms | 1.10 × | 1.25 × |',
    '| erasing <all> & more | 20.0 ms | 200.0 ms | 2.00 s | 10.00 × | 100.00 × |',
  ]);
  expect(toGrowthText([list])).toBe(
    'list, 10 to 1,000 messages: 10.0 ms, 11.0 ms (1.10 ×), 12.5 ms (1.25 ×)',
  );
});

/** Where the rings and the dots are, from the left, row by row. */
const places = (svg: string): readonly number[] =>
  [...svg.matchAll(/<circle cx="(\d+)"/g)].map(([, x]) => Number(x));
/** Where the vertical lines for 1, 10 and 100 times are. */
const ticks = (svg: string): readonly number[] =>
  [...svg.matchAll(/<line x1="(\d+)" y1="54"/g)].map(([, x]) => Number(x));

test('the picture puts what grows as the data do on the lines of 10 and 100 times', () => {
  const svg = drawGrowth([erasing]);
  expect(ticks(svg)).toHaveLength(3);
  expect(places(svg)).toEqual(ticks(svg).slice(1));
});

test('what hardly grows is close to the line of 1 time, and what shrinks stays in the picture', () => {
  const [one = 0, ten = 0] = ticks(drawGrowth([list]));
  for (const place of places(drawGrowth([list]))) {
    expect(place).toBeGreaterThan(one);
    expect(place).toBeLessThan(one + (ten - one) / 4);
  }
  const [, outermost = 0] = places(drawGrowth([{ title: 'faster', unit: 'ms', values: [1_000, 900, 1] }]));
  expect(outermost).toBeGreaterThan(430);
  expect(outermost).toBeLessThan(one);
});

test('the picture says in words what it shows, as valid XML', () => {
  const svg = drawGrowth([list, erasing]);
  expect(svg).toContain('list, 10 to 1,000 messages 1.3 times; erasing &lt;all&gt; &amp; more 100.0 times');
  expect(svg).not.toContain('<all>');
});
