/** `npm run check:api` and `npm run client:generate`, on a copy of what they read. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');
const COPIED = [
  'package.json',
  'redocly.yaml',
  'scripts',
  'src/contracts',
  'src/domain',
  'test/support/route-contracts.ts',
  'clients/typescript/package.json',
  'clients/typescript/src/schema.d.ts',
];

let project: string;
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), 'duihua-client-'));
  for (const name of COPIED) cpSync(path.join(ROOT, name), path.join(project, name), { recursive: true });
  for (const folder of ['node_modules', 'clients/typescript/node_modules']) {
    symlinkSync(path.join(ROOT, folder), path.join(project, folder));
  }
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

function generate(...args: string[]): { code: number | null; output: string } {
  const script = path.join(project, 'scripts/client-generate.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });
  return { code: status, output: stdout + stderr };
}

function change(name: string, from: string, to: string): void {
  const file = path.join(project, name);
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

test('the types in the repository are those of the contracts; a changed contract asks for new ones', () => {
  expect(generate('--check')).toEqual({ code: 0, output: '' });
  change('src/contracts/people/brand.ts', "path: '/api/v1/brands'", "path: '/api/v1/labels'");
  expect(generate('--check')).toMatchObject({
    code: 1,
    output: expect.stringContaining('npm run client:generate'),
  });
  expect(generate()).toEqual({ code: 0, output: '' });
  const types = readFileSync(path.join(project, 'clients/typescript/src/schema.d.ts'), 'utf8');
  expect(types).toContain('"/api/v1/labels"');
  // What exists only with the simulator is no part of the client.
  expect(types).not.toContain('/demo/');
}, 60_000);

test('a document that breaks a rule is refused, with the rule', () => {
  change('src/contracts/tags.ts', '  Brands:', '  Marken:');
  const { code, output } = generate('--check');
  expect(code).toBe(1);
  expect(output).toContain('operation-tag-defined');
}, 60_000);
