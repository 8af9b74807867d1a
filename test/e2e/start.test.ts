/** What `npm start` promises: everything from nothing, one line for what is wrong, and nothing left behind. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { assertPortFree, findFreePort } from '../../src/platform/ports';
import { eventually } from '../support/eventually';
import { findLastingPort } from '../support/lasting-port';
import { type DuihuaProcess, startProcess } from '../support/process';

// A busy machine takes many times as long as an idle one; what has to be quick is measured in the test.
jest.setTimeout(180_000);

/** The last line of the start. */
const IS_UP = /Ctrl-C stops everything/;
const STOPPED_WITHIN_MS = 10_000;
const PORTS = ['PORT', 'SIMULATOR_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT'] as const;
type Ports = Record<(typeof PORTS)[number], string>;

let bin: string;
const folders: string[] = [];
const started: DuihuaProcess[] = [];
beforeAll(() => {
  bin = mkdtempSync(path.join(tmpdir(), 'duihua-bin-'));
  symlinkSync(process.env['DUIHUA_TEST_TEMPORAL_BIN'] ?? '', path.join(bin, 'temporal'));
  folders.push(bin);
});
afterAll(async () => {
  await Promise.all(started.map((one) => one.end('SIGKILL')));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder in which nothing has been started yet: the database is the embedded one. */
async function installation(): Promise<{ dataDir: string; env: Ports & Record<string, string> }> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'duihua-e2e-'));
  folders.push(dataDir);
  const [api, simulator, temporal, ui] = await Promise.all(PORTS.map(() => findLastingPort()));
  const ports = {
    PORT: String(api),
    SIMULATOR_PORT: String(simulator),
    TEMPORAL_PORT: String(temporal),
    TEMPORAL_UI_PORT: String(ui),
  };
  return { dataDir, env: { ...ports, DATA_DIR: dataDir, PATH: `${bin}:${process.env['PATH']}` } };
}

function start(env: Readonly<Record<string, string>>): DuihuaProcess {
  const program = startProcess('start', env);
  started.push(program);
  return program;
}

describe('npm start', () => {
  test('brings everything, from nothing; its curl line plays a message; the next start goes on', async () => {
    const { env } = await installation();
    const first = start(env);
    await first.prints(IS_UP);
    const output = first.output();
    for (const line of [
      /API\s+http:\/\/localhost:\d+\/api\/v1/,
      /API docs\s+http:\/\/localhost:\d+\/docs/,
      /Temporal UI\s+http:\/\/localhost:\d+/,
      /Simulator\s+http:\/\/127\.0\.0\.1:\d+\/simulator/,
      /Sign in as\s+\S+@\S+, password \S{20,}/,
    ]) {
      expect(output).toMatch(line);
    }
    for (const name of ['API docs', 'Temporal UI', 'Simulator']) {
      const [, url = ''] = new RegExp(`${name}\\s+(\\S+)`).exec(output) ?? [];
      expect([name, (await fetch(url)).status]).toEqual([name, 200]);
    }
    await signsIn(output);

    const played = await playCurlLine(output);
    expect(played).toMatchObject({
      conversation: { state: 'active' },
      message: { status: 'sent', text: '您好！' },
      received: [{ body: { text: { content: '您好！' } } }],
    });
    // Whoever tries out a channel of their own makes an account for it.
    const more = { method: 'POST', body: JSON.stringify({ name: 'Tea house' }) };
    const made = await fetch(`http://127.0.0.1:${env.SIMULATOR_PORT}/simulator/accounts`, more);
    expect(made.status).toBe(201);
    await stopsCleanly(first, env, 'SIGINT');

    const second = start(env);
    await second.prints(IS_UP);
    expect(second.output()).toMatch(/Sign in as\s+\S+@\S+, your password/);
    const again = await playCurlLine(second.output());
    expect(again).toMatchObject({ conversation: { id: idOf(played) }, message: { seq: 4 } });
    await stopsCleanly(second, env, 'SIGTERM');
  });

  test('kill -9 leaves no Temporal and no PostgreSQL behind, and the next start goes on', async () => {
    const { env } = await installation();
    const first = start(env);
    await first.prints(IS_UP);
    const played = await playCurlLine(first.output());
    const children = descendantsOf(first.pid);
    expect(children.length).toBeGreaterThan(0);

    await first.end('SIGKILL');
    await eventually(
      () => children.every((pid) => !isAlive(pid)),
      'Temporal and PostgreSQL have ended',
      30_000,
    );
    await expectFree(env);

    const second = start(env);
    await second.prints(IS_UP);
    const again = await playCurlLine(second.output());
    expect(again).toMatchObject({ conversation: { id: idOf(played) } });
    await second.end('SIGKILL');
  });

  test('Ctrl-C while it starts stops what has been started', async () => {
    const { env } = await installation();
    for (const pattern of [/starting the server/, /Database: embedded/]) {
      const program = start(env);
      await program.prints(pattern);
      await stopsCleanly(program, env, 'SIGINT');
    }
  });
});

describe('where something is wrong, npm start ends with code 1 and one line', () => {
  let taken: Server;
  let takenPort: string;
  beforeAll(async () => {
    taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const address = taken.address();
    takenPort = String(typeof address === 'object' && address !== null ? address.port : 0);
  });
  afterAll(() => taken.close());

  test.each(PORTS)('%s is taken', async (name) => {
    const { env } = await installation();
    const program = start({ ...env, [name]: takenPort });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(lastLine(program)).toBe(
      `Port ${takenPort} (${name}) is taken by another program: stop that program, or set ${name} to a free port.`,
    );
    expectNoStack(program);
  });

  test.each([
    ['a malformed key', { SECRET_KEY: 'too-short' }, /^SECRET_KEY: must be 32 bytes in base64/],
    ['a wrong port', { PORT: '99999' }, /^PORT: must be a port, 0 to 65535 \(it is "99999"\)/],
    [
      'a wrong address',
      { DATABASE_URL: 'mysql://x' },
      /^DATABASE_URL: must be an address that begins with postgres/,
    ],
    ['a wrong log level', { LOG_LEVEL: 'loud' }, /^LOG_LEVEL: must be one of/],
  ])('%s', async (_name, wrong, line) => {
    const { env } = await installation();
    const program = start({ ...env, ...wrong });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(lastLine(program)).toMatch(line);
    expect(program.output().trim().split('\n')).toHaveLength(1);
  });

  test('a Temporal server that is not there', async () => {
    const { env } = await installation();
    const program = start({ ...env, TEMPORAL_ADDRESS: `127.0.0.1:${await findFreePort()}` });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(lastLine(program)).toMatch(
      /^TEMPORAL_ADDRESS: no Temporal server answers at 127\.0\.0\.1:\d+; start it/,
    );
    expectNoStack(program);
  });

  test('a data folder that cannot be written', async () => {
    const { dataDir, env } = await installation();
    const file = path.join(dataDir, 'file');
    writeFileSync(file, '');
    const program = start({ ...env, DATA_DIR: path.join(file, 'x') });
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(lastLine(program)).toMatch(/^DATA_DIR: /);
    expectNoStack(program);
  });

  test.each([
    ['api', 'DATABASE_URL'],
    ['worker', 'DATABASE_URL'],
  ] as const)('start:%s without what it shares with the others', async (name, setting) => {
    const { env } = await installation();
    const program = startProcess(name, env);
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(lastLine(program)).toMatch(new RegExp(`^${setting} and TEMPORAL_ADDRESS: `));
  });
});

async function stopsCleanly(program: DuihuaProcess, env: Ports, signal: NodeJS.Signals): Promise<void> {
  const children = descendantsOf(program.pid);
  const signalledAt = Date.now();
  expect(await program.end(signal)).toEqual({ code: 0, signal: null });
  expect(Date.now() - signalledAt).toBeLessThan(STOPPED_WITHIN_MS);
  expect(children.filter(isAlive)).toEqual([]);
  await expectFree(env);
}

async function expectFree(env: Ports): Promise<void> {
  for (const name of PORTS) await assertPortFree(Number(env[name]), name, '127.0.0.1');
}

/** Runs the printed line as a person would: by a shell. */
async function playCurlLine(output: string): Promise<unknown> {
  const line = /^\s*(curl .*)$/m.exec(output)?.[1] ?? 'false';
  const { stdout } = await promisify(execFile)('sh', ['-c', line]);
  return JSON.parse(stdout);
}

async function signsIn(output: string): Promise<void> {
  const [, email, password] = /Sign in as\s+(\S+), password (\S+)/.exec(output) ?? [];
  const [, api = ''] = /API\s+(\S+)/.exec(output) ?? [];
  const response = await fetch(`${api}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  });
  expect(response.status).toBe(200);
}

function idOf(played: unknown): string {
  return (played as { conversation: { id: string } }).conversation.id;
}

/** All processes below this one, now. */
function descendantsOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // It ended while we looked.
    }
  }
  const children = [...parents].filter(([, parent]) => parent === pid).map(([child]) => child);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !['Z', 'X'].includes(stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3));
  } catch {
    return false;
  }
}

function lastLine(program: DuihuaProcess): string {
  return program.output().trim().split('\n').at(-1) ?? '';
}

function expectNoStack(program: DuihuaProcess): void {
  expect(program.output()).not.toMatch(/^\s+at /m);
}
