/** For tests of the embedded server: a data folder for each test, and processes that keep a server running. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { findEmbeddedPlace } from '../../src/store/embedded/embedded-place';
import { type EmbeddedServer, startEmbeddedServer } from '../../src/store/embedded/embedded-server';
import { runningServer } from '../../src/store/embedded/postmaster';

const support = __dirname;
export let dataDir: string;
const servers: EmbeddedServer[] = [];
const holders: ChildProcess[] = [];
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'duihua-embedded-'));
});
afterEach(async () => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  rmSync(dataDir, { recursive: true, force: true });
});

export const start = async (folder = dataDir): Promise<EmbeddedServer> => {
  const server = await startEmbeddedServer({ dataDir: folder });
  servers.push(server);
  return server;
};

export async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** A process that starts the server and keeps it running; `line`: what it printed. */
export async function hold(): Promise<{ readonly child: ChildProcess; readonly line: string }> {
  const args = [path.join(support, 'typescript-process.cjs'), path.join(support, 'hold-embedded-server.ts')];
  const child = spawn(process.execPath, [...args, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  holders.push(child);
  const line = await new Promise<string>((resolve) => {
    child.stdout.setEncoding('utf8').once('data', (text: string) => resolve(text.trim()));
  });
  return { child, line };
}

export const postmaster = (): number => runningServer(findEmbeddedPlace(dataDir).data) ?? 0;
/** The script that stops the server when its parent ends. */
export const supervisorOf = (pid: number): number =>
  Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
