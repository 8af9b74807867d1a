/** The page of faults names tests, faults and measures: whoever renames one of them learns here that the page has to follow. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readBenchOptions } from '../../bench/options';
import { readFireOptions } from '../../fire/options';
import { readPage } from '../support/guide';

const ROOT = path.resolve(__dirname, '../..');
const page = readPage('docs/faults.md');
/** How many rows each group has; an id never changes its meaning, so new rows get the next number. */
const GROUPS = { V: 10, R: 20, W: 13, I: 14, S: 14, P: 10 };

type Named = { readonly id: string; readonly file: string; readonly title: string };

const rows = [...page.matchAll(/^\| ([A-Z]\d+) \| (.+) \|$/gm)].map(([, id = '', rest = '']) => {
  const [fault = '', promise = '', shownBy = '', tried = '', ...more] = rest.split(' | ');
  return { id, cells: [fault, promise, shownBy, tried], more, ...readShownBy(id, shownBy) };
});

/** A cell is a list of files, each with the titles that are meant in it, and of commands. */
function readShownBy(id: string, cell: string) {
  const files: string[] = [];
  const commands: string[] = [];
  const titles: Named[] = [];
  for (const [, span = ''] of cell.matchAll(/`([^`]+)`/g)) {
    if (span.startsWith('test/')) files.push(span);
    else if (span.startsWith('npm run ')) commands.push(span);
    else titles.push({ id, file: files.at(-1) ?? '', title: span });
  }
  return { files, commands, titles };
}

/** A title is a whole literal, also of `test.each` and of a template: a word more or less makes it another one. */
function isThere({ file, title }: Omit<Named, 'id'>): boolean {
  if (!existsSync(path.join(ROOT, file))) return false;
  const source = readPage(file);
  return ["'", '"', '`'].some((quote) => source.includes(`${quote}${title}${quote}`));
}

test('every row of each group is there once, in order, and complete', () => {
  const ids = Object.entries(GROUPS).flatMap(([group, count]) =>
    Array.from({ length: count }, (_, index) => `${group}${index + 1}`),
  );
  expect(rows.map(({ id }) => id)).toEqual(ids);
  const incomplete = rows.filter(({ cells, more }) => more.length > 0 || cells.some((cell) => cell === ''));
  expect(incomplete.map(({ id }) => id)).toEqual([]);
  const shownByNothing = rows.filter(({ files, commands }) => files.length + commands.length === 0);
  expect(shownByNothing.map(({ id }) => id)).toEqual([]);
});

test('every file that the page names exists', () => {
  const named = [...page.matchAll(/`((?:test|src|bench|fire)\/[\w./-]+)`/g)].map(([, file = '']) => file);
  expect(named.length).toBeGreaterThan(150);
  expect(named.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
});

test('every title stands in its file', () => {
  const titles = rows.flatMap((row) => row.titles);
  expect(titles.length).toBeGreaterThan(200);
  expect(titles.filter((one) => !isThere(one))).toEqual([]);
});

test('the examples name a title that is there', () => {
  const examples = [...page.matchAll(/^(?:DUIHUA_SOAK=all )?npx jest (\S+) -t '([^']+)'/gm)];
  expect(examples.length).toBeGreaterThan(1);
  for (const [line, file = '', title = ''] of examples)
    expect([line, isThere({ file, title })]).toEqual([line, true]);
});

describe('every command has arguments that its program takes', () => {
  const commandsOf = (program: string) =>
    [...page.matchAll(new RegExp(`npm run ${program} -- ([^\`#\\n]+)`, 'g'))].map(([, text = '']) =>
      text.trim(),
    );

  test('npm run fire', () => {
    const commands = commandsOf('fire');
    expect(commands.length).toBeGreaterThan(20);
    for (const text of commands) expect(() => readFireOptions(text.split(' '))).not.toThrow();
  });

  test('npm run bench', () => {
    // Not imported: it would measure.
    const source = readPage('bench/main.ts');
    const [, alone = ''] = /^const NAMES = \[(.+)\];$/m.exec(source) ?? [];
    const measures = [
      ...source.matchAll(/^ {2}'?([\w-]+)'?: (?:\(.+\) => )?measure\w+/gm),
      ...alone.matchAll(/'([\w-]+)'/g),
    ].map(([, name = '']) => name);
    expect(measures.length).toBeGreaterThan(20);
    const commands = commandsOf('bench');
    expect(commands.length).toBeGreaterThan(8);
    for (const text of commands) expect(() => readBenchOptions(text.split(' '), measures)).not.toThrow();
  });
});
