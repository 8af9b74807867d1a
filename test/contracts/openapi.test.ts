import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createOpenApiDocument } from '../../src/contracts/openapi';
import { TAGS } from '../../src/contracts/tags';
import { isOfDemo, ROUTES } from '../support/route-contracts';

const INFO = { version: '0.0.0-test', serverUrl: '/' };
type Operation = { readonly operationId: string; readonly security?: readonly object[] };
type Schema = { readonly required?: readonly string[] };

function documentOf(routes = ROUTES) {
  const { paths, components, tags } = createOpenApiDocument(routes, INFO);
  const operations = Object.values(paths ?? {}).flatMap((one) => Object.values(one as object) as Operation[]);
  return { operations, tags, schemas: (components?.schemas ?? {}) as Record<string, Schema | undefined> };
}

test('every operation says who may call it', () => {
  const { operations } = documentOf();
  expect(operations).toHaveLength(ROUTES.length);
  const open = ROUTES.filter(({ access }) => access === 'public' || access === 'token').map(({ id }) => id);
  expect(open).toContain('getHealth');
  const withoutSecurity = operations.filter(({ security }) => security?.length === 0);
  expect(withoutSecurity.map(({ operationId }) => operationId).sort()).toEqual(open.sort());
  for (const { security } of operations) expect(security).toBeDefined();
});

test('a field that may be left out is not required', () => {
  expect(documentOf().schemas['NewTextMessage']?.required).toEqual(['type', 'text']);
  expect(documentOf().schemas['RuleCondition']?.required ?? []).toEqual([]);
});

test('no contract uses exactOptional(), which the generator takes for required', () => {
  const folder = path.resolve(__dirname, '../../src/contracts');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const calls = files.flatMap(
    (file) => readFileSync(path.join(folder, file), 'utf8').match(/^(?! \*).*\.exactOptional\(/gm) ?? [],
  );
  expect(files.length).toBeGreaterThan(30);
  expect(calls).toEqual([]);
});

test('the tags in use are described, by name', () => {
  const used = new Set(ROUTES.map(({ tag }) => tag));
  expect([...used].filter((tag) => TAGS[tag] === undefined)).toEqual([]);
  expect(Object.keys(TAGS)).toEqual([...used].sort());
  const { tags } = documentOf(ROUTES.filter((route) => !isOfDemo(route)));
  expect(tags?.map(({ name }) => name)).toEqual(Object.keys(TAGS).filter((name) => name !== 'Demo'));
});

test('nothing has to be an object and may be null at once, as the generator writes a reference that is nullable()', () => {
  const wrong: string[] = [];
  const look = (value: unknown, place: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('allOf' in value && JSON.stringify(value.allOf).includes('"null"')) wrong.push(place);
    for (const [key, inner] of Object.entries(value)) look(inner, `${place}/${key}`);
  };
  look(createOpenApiDocument(ROUTES, INFO).components, '#/components');
  expect(wrong).toEqual([]);
});
