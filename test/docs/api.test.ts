import { PROBLEMS } from '../../src/contracts/problem';
import { readPage } from '../support/guide';

const page = readPage('docs/api.md');

test('the table of errors has every code with its status, in their order, and says what to do', () => {
  const rows = [...page.matchAll(/^\| (\d{3}) \| `(\w+)` \| (.+) \|$/gm)];
  expect(rows.map(([, status, code]) => [code, Number(status)])).toEqual(
    Object.entries(PROBLEMS).map(([code, { status }]) => [code, status]),
  );
  for (const [, , code, advice = ''] of rows) expect([code, advice.length > 10]).toEqual([code, true]);
});

test('each step has an example in both languages', () => {
  const steps = page.split(/^## (?=\d)/m).slice(1);
  expect(steps).toHaveLength(12);
  for (const step of steps) {
    const [title] = step.split('\n');
    expect([title, step.includes('```sh\n'), step.includes('```ts\n'), step.includes('//> ')]).toEqual([
      title,
      true,
      true,
      true,
    ]);
  }
});
