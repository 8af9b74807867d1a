import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { assertPortFree, findFreePort } from '../../../src/platform/ports';
import { DevServerError, startDevServer } from '../../../src/temporal/dev-server/dev-server';
import { prepareNamespace } from '../../../src/temporal/namespace';
import { registerSearchAttributes } from '../../../src/temporal/search-attributes';
import { searchAttributeKeys } from '../../../src/workflows/conversation/search-attribute-keys';

const binary = process.env.DUIHUA_TEST_TEMPORAL_BIN ?? '';
const address = process.env.DUIHUA_TEST_TEMPORAL_ADDRESS ?? '';
const supervisor = path.resolve('scripts/run-while-parent-lives.mjs');

describe('the dev server', () => {
  it('keeps its workflows over a restart, even if the search attributes exist already', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'duihua-dev-server-'));
    const dbFile = path.join(folder, 'temporal', 'temporal.db');
    const options = { binary, dbFile, namespace: 'desk', canSkipTime: false };
    try {
      const first = await startDevServer({
        ...options,
        port: await findFreePort(),
        uiPort: await findFreePort(),
      });
      expect((await fetch(first.uiUrl ?? '')).status).toBe(200);
      await withClient(first.address, 'desk', (client) =>
        client.workflow.start('nobodyRunsThis', { taskQueue: 'none', workflowId: 'kept' }),
      );
      await first.stop();
      expect(await first.ended).toMatchObject({ isExpected: true });

      const second = await startDevServer({ ...options, port: await findFreePort() });
      const description = await withClient(second.address, 'desk', (client) =>
        client.workflow.getHandle('kept').describe(),
      );
      expect(description.status.name).toBe('RUNNING');
      await second.stop();
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('chooses another port if the one it chose was taken meanwhile, and says so if that does not help', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'duihua-dev-server-'));
    const options = { namespace: 'desk', canSkipTime: false, port: 0 };
    const failing = async (times: number): Promise<string> => {
      const script = path.join(folder, `fails-${times}`);
      const tries = path.join(folder, `tries-${times}`);
      const lines = [
        '#!/bin/sh',
        `echo "$@" >> "${tries}"`,
        `if [ "$(wc -l < "${tries}")" -le ${times} ]; then echo "listen tcp: bind: address already in use"; exit 2; fi`,
        `exec "${binary}" "$@"`,
      ];
      await writeFile(script, `${lines.join('\n')}\n`, { mode: 0o755 });
      return script;
    };
    try {
      const server = await startDevServer({ ...options, binary: await failing(2) });
      const ports = (await readFile(path.join(folder, 'tries-2'), 'utf8')).match(/--port \d+/g) ?? [];
      expect(ports).toHaveLength(3);
      expect(server.address).toBe(`127.0.0.1:${ports[2]?.slice('--port '.length)}`);
      await server.stop();
      const binaryThatFails = await failing(3);
      await expect(startDevServer({ ...options, binary: binaryThatFails })).rejects.toThrow(DevServerError);
      // A port that somebody has set is not changed.
      const once = await failing(1);
      const set = startDevServer({ ...options, binary: once, port: await findFreePort() });
      await expect(set).rejects.toThrow(/address already in use/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('leaves its port free after kill -9 of the process that started it', async () => {
    const port = await findFreePort();
    const script = [
      'test/support/typescript-process.cjs',
      'test/temporal/dev-server/hold-dev-server.ts',
      `${port}`,
    ];
    const parent = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(parent.stdout, 'data');
    expect(await isTaken(port)).toBe(true);

    await kill9(parent);

    await waitFor(async () => !(await isTaken(port)));
    await expect(assertPortFree(port, 'TEMPORAL_PORT', '127.0.0.1')).resolves.toBeUndefined();
  });

  it('is not ended by a Ctrl-C in the terminal of the process that started it', async () => {
    const port = await findFreePort();
    const server = await startDevServer({ binary, port, namespace: 'default', canSkipTime: false });
    // What a terminal does: it signals the foreground process group, which is ours.
    const group = (await readGroups()).filter((entry) => entry.command.includes(`--port ${port}`));
    expect(group.length).toBeGreaterThan(0);
    for (const entry of group) expect(entry.group).not.toBe(await ownGroup());
    await server.stop();
  });

  it('says in one line which port is taken and which setting changes it', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const taken = blocker.address();
    const port = typeof taken === 'object' && taken !== null ? taken.port : 0;

    const start = startDevServer({ binary, port, namespace: 'default', canSkipTime: false });
    try {
      await expect(start).rejects.toThrow(
        `Port ${port} (TEMPORAL_PORT) is taken by another program: stop that program, or set TEMPORAL_PORT to a free port.`,
      );
    } finally {
      blocker.close();
    }
  });

  it('shows what the server printed when it does not start', async () => {
    const aFolder = path.resolve('src');
    const options = {
      binary,
      port: await findFreePort(),
      dbFile: aFolder,
      namespace: 'x',
      canSkipTime: false,
    };
    await expect(startDevServer(options)).rejects.toThrow(DevServerError);
  });
});

describe('search attributes', () => {
  it('are registered on a server that lacks them; a second time changes nothing', async () => {
    const port = await findFreePort();
    // Started without our attributes, like a cluster that no one has prepared.
    const args = [supervisor, '--', binary, 'server', 'start-dev', '--headless', '--port', `${port}`];
    const server = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'ignore'] });
    await waitFor(() => isTaken(port));
    await withClient(`127.0.0.1:${port}`, 'default', async ({ connection }) => {
      await waitFor(() =>
        succeeds(connection.operatorService.listSearchAttributes({ namespace: 'default' })),
      );
      await Promise.all([
        registerSearchAttributes(connection as Connection, 'default'),
        registerSearchAttributes(connection as Connection, 'default'),
      ]);
      await registerSearchAttributes(connection as Connection, 'default');
      const { customAttributes } = await connection.operatorService.listSearchAttributes({
        namespace: 'default',
      });
      for (const key of searchAttributeKeys) expect(customAttributes[key.name]).toBeDefined();
    });
    server.stdin.end();
    await once(server, 'exit');
  });

  it('are registered in a namespace that does not exist yet, by several processes at once', async () => {
    const namespace = `made-${randomUUID()}`;
    await withClient(address, namespace, async ({ connection }) => {
      const prepare = () => prepareNamespace(connection as Connection, namespace);
      // A server may need a moment until all of it knows a new namespace.
      const prepared = async () => succeeds(Promise.all([prepare(), prepare()]));
      await waitFor(prepared);
      const [first, second] = await Promise.all([prepare(), prepare()]);
      expect(first).toMatch(/^[\da-f-]{36}$/);
      expect(second).toBe(first);
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
      for (const key of searchAttributeKeys) expect(customAttributes[key.name]).toBeDefined();
    });
  });

  it('exist on the server of this test run', async () => {
    await withClient(address, 'default', async ({ connection }) => {
      await expect(registerSearchAttributes(connection as Connection, 'default')).resolves.toBeUndefined();
    });
  });
});

async function withClient<T>(
  server: string,
  namespace: string,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const connection = await Connection.connect({ address: server });
  try {
    return await use(new Client({ connection, namespace }));
  } finally {
    await connection.close();
  }
}

async function kill9(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function isTaken(port: number): Promise<boolean> {
  return !(await succeeds(assertPortFree(port, 'PORT', '127.0.0.1')));
}

async function succeeds(promise: Promise<unknown>): Promise<boolean> {
  return promise.then(
    () => true,
    () => false,
  );
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 8_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('it did not happen in 8 s');
    await sleep(50);
  }
}

interface RunningProcess {
  readonly pid: number;
  readonly group: number;
  readonly command: string;
}

async function readGroups(): Promise<readonly RunningProcess[]> {
  const ps = spawn('ps', ['-eo', 'pid,pgid,args'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  ps.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await once(ps, 'close');
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
    return match === null
      ? []
      : [{ pid: Number(match[1]), group: Number(match[2]), command: match[3] ?? '' }];
  });
}

async function ownGroup(): Promise<number | undefined> {
  return (await readGroups()).find((entry) => entry.pid === process.pid)?.group;
}
