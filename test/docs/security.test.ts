import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { readPage } from '../support/guide';

const ROOT = path.resolve(__dirname, '../..');
const page = readPage('docs/security.md');
const named = [...page.matchAll(/`(test\/[\w./-]+)`/g)].map(([, file = '']) => file);

test('every test that the page names exists', () => {
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
});

test('every row says how it is met and names a test', () => {
  const [, table = ''] = page.split('## How it is met');
  const rows = [...(table.split('\n## ')[0] ?? '').matchAll(/^\| (.+?) \| (.+?) \| (.+?) \|$/gm)].slice(2);
  expect(rows.length).toBeGreaterThan(25);
  for (const [, item = '', how = '', tests = ''] of rows)
    expect([item, /\[\d/.test(item), how.length > 20, /`test\//.test(tests)]).toEqual([
      item,
      true,
      true,
      true,
    ]);
});

test('every fuzz test is on the page', () => {
  const soaks = readdirSync(path.join(ROOT, 'test/fuzz')).filter((name) => name.endsWith('.soak.ts'));
  expect(soaks.filter((name) => !named.includes(`test/fuzz/${name}`))).toEqual([]);
});
