/** `npm run dev`: changes take effect while the servers keep running. Works on a copy of the project. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { type DuihuaProcess, startFile } from '../support/process';
import { descendantsOf, isAlive } from '../support/process-tree';
import { expectFree, IS_UP, idOf, installation, playCurlLine } from '../support/start-program';

// A busy machine takes many times as long as an idle one.
jest.setTimeout(300_000);
const UP_WITHIN_MS = 180_000;
const RESTARTED_WITHIN_MS = 90_000;

const ROOT = path.resolve(__dirname, '../..');
const COPIED = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.mjs',
  'scripts',
  'src',
];

let project: string;
let program: DuihuaProcess;
let env: Awaited<ReturnType<typeof installation>>['env'];
beforeAll(async () => {
  project = mkdtempSync(path.join(tmpdir(), 'duihua-dev-'));
  for (const name of COPIED) cpSync(path.join(ROOT, name), path.join(project, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
  ({ env } = await installation());
  program = startFile(path.join(project, 'scripts/dev.mjs'), env);
  await program.prints(IS_UP, UP_WITHIN_MS);
});
afterAll(async () => {
  await program.end('SIGKILL');
  rmSync(project, { recursive: true, force: true });
});

const restarts = () => program.output().match(/API and worker restarted/g)?.length ?? 0;

function change(file: string, from: string, to: string): void {
  const place = path.join(project, 'src', file);
  const text = readFileSync(place, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(place, text.replace(from, to));
}

const VERSION_FILE = 'runtime/process/version.ts';
const versionShown = async (): Promise<string> => {
  const response = await fetch(`http://127.0.0.1:${env.PORT}/openapi.json`);
  return ((await response.json()) as { info: { version: string } }).info.version;
};

/** The processes that run Temporal and PostgreSQL. */
const servers = (): number[] =>
  descendantsOf(program.pid).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('run-while-parent-lives');
    } catch {
      // A compiler process that has just ended.
      return false;
    }
  });

const consoleUrl = (): string => /Console\s+(\S+)/.exec(program.output())?.[1] ?? '';

test('the console comes from its sources, and the API answers behind the same address', async () => {
  expect(consoleUrl()).not.toContain(env.PORT);
  expect(program.output()).toContain(`${consoleUrl()}/demo/enter#`);
  const page = await fetch(`${consoleUrl()}/inbox`, { headers: { accept: 'text/html' } });
  expect(await page.text()).toContain('/@vite/client');
  const source = await fetch(`${consoleUrl()}/main.tsx`);
  expect([source.status, source.headers.get('content-type')]).toEqual([200, 'text/javascript']);
  expect((await fetch(`${consoleUrl()}/readyz`)).status).toBe(200);
});

test('a change restarts API and worker; Temporal, PostgreSQL and the simulator keep running', async () => {
  const played = await playCurlLine(program.output());
  const fault = { operation: 'media/upload', effect: { type: 'errcode', errcode: -1 }, times: 1 };
  const faults = `http://127.0.0.1:${env.SIMULATOR_PORT}/simulator/faults`;
  await fetch(faults, { method: 'POST', body: JSON.stringify(fault) });
  const before = servers();
  expect(before).toHaveLength(2);

  change(VERSION_FILE, ').version;', ").version + '-changed';");
  await eventually(() => restarts() === 1, 'the restart', RESTARTED_WITHIN_MS);
  expect(await versionShown()).toMatch(/-changed$/);
  // The worker takes work, and the token from the start is still valid.
  const again = await playCurlLine(program.output());
  expect(again).toMatchObject({ conversation: { id: idOf(played) }, message: { status: 'sent' } });
  expect(servers()).toEqual(before);
  // The simulator keeps faults in memory only.
  expect(await (await fetch(faults)).json()).toMatchObject({ items: [{ operation: 'media/upload' }] });
});

test('while the compiler reports errors, the previous build keeps running', async () => {
  const count = restarts();
  change(VERSION_FILE, 'readVersion(): string', 'readVersion(): number');
  await program.prints(/The build failed/, RESTARTED_WITHIN_MS);
  expect(program.output()).toMatch(/version\.ts.*TS2322/s);
  expect([await versionShown(), restarts()]).toEqual([expect.stringMatching(/-changed$/), count]);
  change(VERSION_FILE, 'readVersion(): number', 'readVersion(): string');
  await eventually(() => restarts() > count, 'the restart', RESTARTED_WITHIN_MS);
});

test('a desk that fails to start leaves the servers running, and starts after the next change', async () => {
  const count = restarts();
  const before = servers();
  change(VERSION_FILE, "'-changed'", "String(JSON.parse('broken'))");
  await program.prints(/API and worker are down/, RESTARTED_WITHIN_MS);
  expect(servers()).toEqual(before);
  change(VERSION_FILE, "String(JSON.parse('broken'))", "'-mended'");
  await eventually(() => restarts() > count, 'the restart', RESTARTED_WITHIN_MS);
  expect(await versionShown()).toMatch(/-mended$/);
});

test('Ctrl-C stops everything', async () => {
  const children = descendantsOf(program.pid);
  expect(await program.end('SIGINT')).toEqual({ code: 0, signal: null });
  expect(children.filter(isAlive)).toEqual([]);
  await expectFree(env);
});
