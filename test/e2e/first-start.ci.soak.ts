/** `npm start`: it sets up everything, prints one line if something is wrong, and leaves nothing behind. */
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { findFreePort } from '../../src/platform/ports';
import { startProcess } from '../support/process';
import {
  expectNoStack,
  IS_UP,
  idOf,
  installation,
  lastLine,
  PORTS,
  playCurlLine,
  start,
  stopsCleanly,
} from '../support/start-program';

// A busy machine takes many times as long as an idle one; what has to be quick is measured in the test.
jest.setTimeout(180_000);

describe('npm start', () => {
  test('sets up everything from nothing; its curl line plays a message; the next start continues', async () => {
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
    // One process, so the API's answer covers the worker, too.
    const api = `http://127.0.0.1:${env.PORT}`;
    const ready = (await (await fetch(`${api}/readyz`)).json()) as {
      checks: readonly { name: string; ok: boolean }[];
    };
    expect(ready.checks).toContainEqual({ name: 'worker', ok: true });
    expect(await (await fetch(`${api}/metrics`)).text()).toMatch(/^duihua_worker_polling 1$/m);

    const played = await playCurlLine(output);
    expect(played).toMatchObject({
      conversation: { state: 'active' },
      message: { status: 'sent', text: '您好！' },
      received: [{ body: { text: { content: '您好！' } } }],
    });
    const figures = await (await fetch(`${api}/metrics`)).text();
    // What has just been written is in the history of one short run.
    expect(figures).toMatch(/^duihua_conversation_history_events_count [1-9]\d*$/m);
    const [, few] = /^duihua_conversation_history_events_bucket\{le="100"\} (\d+)$/m.exec(figures) ?? [];
    expect(figures).toContain(`duihua_conversation_history_events_count ${few}\n`);
    // To try out a channel of one's own, one makes an account for it.
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
});

describe('if something is wrong, npm start ends with code 1 and one line', () => {
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
    ['a malformed key', { SECRET_KEY: 'too-short' }, /^SECRET_KEY must be 32 bytes in base64/],
    ['a wrong port', { PORT: '99999' }, /^PORT must be a port, 0 to 65535 \(it is "99999"\)/],
    [
      'a wrong address',
      { DATABASE_URL: 'mysql://x' },
      /^DATABASE_URL must be an address that begins with postgres/,
    ],
    ['a wrong log level', { LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be one of/],
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
