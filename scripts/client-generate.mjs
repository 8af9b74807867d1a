// npm run client:generate: writes clients/typescript/src/schema.d.ts, the types of the API, from the contracts. No desk has to
// run. `--check` (npm run check:api) writes nothing: it fails if that file is out of date, and if the OpenAPI document breaks
// a rule of redocly.yaml.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './install.mjs';

const schemaFile = path.join(root, 'clients/typescript/src/schema.d.ts');
const documentFile = path.join(root, '.cache/openapi.json');
const require = createRequire(import.meta.url);
const isCheck = process.argv.includes('--check');

const routes = contracts();
if (isCheck) lint(documentOf(routes.all));
const schema = await typesOf(withoutRefusals(documentOf(routes.served)));
if (!isCheck) writeFileSync(schemaFile, schema);
else if (!existsSync(schemaFile) || readFileSync(schemaFile, 'utf8') !== schema) {
  fail(
    'clients/typescript/src/schema.d.ts is out of date: run npm run client:generate and commit the result.',
  );
}

/** All contracts, and those of a desk without the simulator. */
function contracts() {
  require('./load-typescript.cjs');
  const { ROUTES, isOfDemo } = require('../test/support/route-contracts.ts');
  return { all: ROUTES, served: ROUTES.filter((route) => !isOfDemo(route)) };
}

/** As a desk serves it under /openapi.json; its server is wherever it came from. */
function documentOf(routes) {
  const { createOpenApiDocument } = require('../src/contracts/openapi.ts');
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  return createOpenApiDocument(routes, { version, serverUrl: '/' });
}

/** With one answer in place of each operation's refusals: all have the same form, and the client throws them. */
function withoutRefusals(document) {
  const copy = structuredClone(document);
  for (const operation of Object.values(copy.paths).flatMap((path) => Object.values(path))) {
    const refusals = Object.entries(operation.responses).filter(([, { content }]) => isProblem(content));
    for (const [status] of refusals) delete operation.responses[status];
    const codes = refusals.flatMap(([, { description }]) => [...description.matchAll(/`\w+`/g)]);
    const [, refusal] = refusals[0] ?? [];
    if (refusal) operation.responses.default = { ...refusal, description: codes.join(', ') };
  }
  return copy;
}

function isProblem(content = {}) {
  return content['application/problem+json'] !== undefined;
}

async function typesOf(document) {
  // The generator is installed for the client alone: it needs a TypeScript of its own.
  const fromClient = createRequire(path.join(root, 'clients/typescript/package.json'));
  const generator = pathToFileURL(fromClient.resolve('openapi-typescript')).href.replace(/\.cjs$/, '.mjs');
  const { default: openapiTS, astToString } = await import(generator);
  // A field with a default may be left out of a request.
  const ast = await openapiTS(document, { defaultNonNullable: false, alphabetize: true });
  return `// Made from the contracts by npm run client:generate. Do not edit.\n${astToString(ast)}`;
}

function lint(document) {
  mkdirSync(path.dirname(documentFile), { recursive: true });
  writeFileSync(documentFile, JSON.stringify(document, null, 2));
  const redocly = path.join(path.dirname(require.resolve('@redocly/cli/package.json')), 'bin/cli.js');
  const args = [redocly, 'lint', '--config', path.join(root, 'redocly.yaml'), documentFile];
  // It would ask for newer versions of itself, and report its use.
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0) fail(`${stdout}${stderr}`.trim());
}

function fail(line) {
  console.error(line);
  process.exit(1);
}
