/** docs/api.md: its examples, as they stand, against `npm start` with the simulator as WeChat. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { checkTypes, type Example, exampleOf, execute, readPage } from '../support/guide';
import { findLastingPort } from '../support/lasting-port';
import { png } from '../support/sample-files';
import { IS_UP, installation, start } from '../support/start-program';

jest.setTimeout(240_000);

const ROOT = path.resolve(__dirname, '../..');
const page = readPage('docs/api.md');
let folder: string;
let token: string;
let urls: { readonly desk: string; readonly simulator: string; readonly receiver: string };

beforeAll(async () => {
  await execute(process.execPath, [path.join(ROOT, 'scripts/client-build.mjs')]);
  // Inside the project, so that the examples find the client, as in a project that has installed it.
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  folder = mkdtempSync(path.join(ROOT, '.cache/api-guide-'));
  writeFileSync(path.join(folder, 'tea.png'), png());
  const { env } = await installation();
  const desk = start(env);
  await desk.prints(IS_UP);
  token = /API token\s+(\S+)/.exec(desk.output())?.[1] ?? '';
  urls = {
    desk: `http://127.0.0.1:${env.PORT}`,
    simulator: `http://127.0.0.1:${env.SIMULATOR_PORT}`,
    receiver: `http://localhost:${await findLastingPort()}`,
  };
}, 240_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The example with the addresses of this run. */
function exampleFor(language: 'sh' | 'ts'): Example {
  const { port } = new URL(urls.receiver);
  return exampleOf(page, language, {
    'http://localhost:8080': urls.desk,
    'http://localhost:8090': urls.simulator,
    'http://localhost:8070': urls.receiver,
    ...(language === 'ts' ? { 'listen(8070)': `listen(${port})` } : { 'TOKEN=…': `TOKEN=${token}` }),
  });
}

/** A customer writes, and their conversation waits: the only one. */
async function waits(openId: string): Promise<void> {
  const body = JSON.stringify({ openId, text: 'Is the tea fresh?' });
  await fetch(`${urls.simulator}/simulator/messages`, { method: 'POST', body });
  const headers = { authorization: `Bearer ${token}` };
  const query = 'state=waiting&state=missed';
  await eventually(async () => {
    const answer = await fetch(`${urls.desk}/api/v1/conversations?${query}`, { headers });
    const { items } = (await answer.json()) as { items: readonly { contact: { openId: string } }[] };
    return items.length === 1 && items[0]?.contact.openId === openId;
  }, 'one conversation waits');
}

/** The lines of the page, of all that was printed. */
const promised = (printed: readonly string[], { prints }: Example): readonly string[] =>
  printed.filter((line) => prints.includes(line));

test('the examples with curl print what the page says', async () => {
  const example = exampleFor('sh');
  const file = path.join(folder, 'guide.sh');
  writeFileSync(file, `set -euo pipefail\n${example.code}`);
  await waits('oGuide');
  expect(promised(await execute('bash', [file], { cwd: folder }), example)).toEqual(example.prints);
});

test('the examples in TypeScript compile, and print what the page says', async () => {
  const example = exampleFor('ts');
  const file = path.join(folder, 'guide.mts');
  writeFileSync(file, example.code);
  await checkTypes(file);
  const { transformSync } = await import('@swc/core');
  const { code } = transformSync(example.code, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  });
  const program = path.join(folder, 'guide.mjs');
  writeFileSync(program, code);
  await waits('oOtherGuide');
  const env = { ...process.env, TOKEN: token };
  const printed = await execute(process.execPath, [program], { cwd: folder, env });
  expect(promised(printed, example)).toEqual(example.prints);
});
