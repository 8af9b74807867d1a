/** `npm run sbom`: every package that is part of Duihua by package-lock.json, and nothing that is only for working on it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

/** What only the client for TypeScript needs, which is a package of its own. */
const OF_THE_CLIENT = /\/openapi-(?:fetch|typescript-helpers)@/;

type Sbom = {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly purl: string;
    readonly hashes?: readonly object[];
    readonly properties: readonly { readonly name: string; readonly value: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
};
type Package = {
  readonly name?: string;
  readonly version: string;
  readonly dev?: boolean;
  readonly link?: boolean;
};
type Lock = { readonly packages: Readonly<Record<string, Package>> };

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
let folder: string;
let sbom: Sbom;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duihua-sbom-'));
  const file = path.join(folder, 'sbom.json');
  execFileSync(process.execPath, [path.join(ROOT, 'scripts/sbom.mjs'), file], { cwd: ROOT });
  sbom = read(file) as Sbom;
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('it is of this program', () => {
  const { name, version } = read(path.join(ROOT, 'package.json')) as { name: string; version: string };
  expect([sbom.bomFormat, sbom.metadata.component]).toMatchObject(['CycloneDX', { name, version }]);
});

test('it lists every package of a production installation, each with its hash', () => {
  const { packages } = read(path.join(ROOT, 'package-lock.json')) as Lock;
  const production = Object.entries(packages)
    .filter(([place, { dev, link }]) => place.startsWith('node_modules/') && dev !== true && link !== true)
    .map(([place, { name, version }]) => {
      const own = name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return `pkg:npm/${own.replace('@', '%40')}@${version}`;
    });
  const listed = new Set(sbom.components.map(({ purl }) => purl));
  expect(production.length).toBeGreaterThan(200);
  const missing = production.filter((purl) => !listed.has(purl));
  expect(missing.filter((purl) => !OF_THE_CLIENT.test(purl))).toEqual([]);
  // The licences, which some packages do not declare in a form that npm knows, are in THIRD_PARTY_NOTICES.md.
  expect(sbom.components.filter(({ hashes = [] }) => hashes.length === 0)).toEqual([]);
});

test('it lists what the console is built from, and no tool', () => {
  const partsOf = (name: string) =>
    sbom.components
      .filter(({ purl }) => purl.startsWith(`pkg:npm/${name}@`))
      .flatMap(({ properties }) =>
        properties.filter((one) => one.name === 'duihua:part').map(({ value }) => value),
      );
  expect([partsOf('react'), partsOf('express'), partsOf('jest'), partsOf('oxlint')]).toEqual([
    ['console'],
    ['server'],
    [],
    [],
  ]);
});

test('its dependencies name only packages of the list', () => {
  const refs = new Set(sbom.components.map((one) => one['bom-ref']));
  const named = sbom.dependencies.flatMap(({ dependsOn }) => dependsOn);
  expect(named.length).toBeGreaterThan(200);
  expect(named.filter((ref) => !refs.has(ref))).toEqual([]);
});
