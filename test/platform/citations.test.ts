/** Comments cite only pages of the repository, and headings that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const FOLDERS = ['src', 'test', 'bench', 'fire', 'scripts'];
/** A page's name, with or without a folder. */
const PAGE = /(?<![\w./$}-])((?:[\w-]+\/)*[\w-]+\.md\b)(?:#([\w-]+))?/g;

type Citation = { readonly from: string; readonly page: string; readonly place: string | undefined };

const citations = FOLDERS.flatMap((folder) => filesIn(path.join(ROOT, folder))).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(PAGE)].map(
    ([, page = '', place]): Citation => ({ from: path.relative(ROOT, file), page, place }),
  ),
);

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|tsx|js|mjs)$/.test(name) && !name.endsWith('citations.test.ts'))
    .map((name) => path.join(folder, name));
}

/** The anchors of a page: its headings as links name them, and explicit ones. */
function placesIn(page: string): readonly string[] {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)];
}

it('there are some', () => expect(citations.length).toBeGreaterThan(50));

it('name pages of the repository', () => {
  expect(citations.filter(({ page }) => !existsSync(path.join(ROOT, page)))).toEqual([]);
});

it('name places that are on the page', () => {
  const isThere = ({ page, place }: Citation) => place === undefined || placesIn(page).includes(place);
  expect(citations.filter((one) => existsSync(path.join(ROOT, one.page)) && !isThere(one))).toEqual([]);
});
