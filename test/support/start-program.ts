/** For the tests of `npm start`: fresh folders, and what is left behind after a stop. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { assertPortFree } from '../../src/platform/ports';
import { findLastingPort } from './lasting-port';
import { type DuihuaProcess, startProcess } from './process';
import { descendantsOf, isAlive } from './process-tree';

/** The last line of the start. */
export const IS_UP = /Ctrl-C stops everything/;
const STOPPED_WITHIN_MS = 10_000;
export const PORTS = ['PORT', 'SIMULATOR_PORT', 'TEMPORAL_PORT', 'TEMPORAL_UI_PORT'] as const;
export type Ports = Record<(typeof PORTS)[number], string>;

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
export async function installation(): Promise<{ dataDir: string; env: Ports & Record<string, string> }> {
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

export function start(env: Readonly<Record<string, string>>): DuihuaProcess {
  const program = startProcess('start', env);
  started.push(program);
  return program;
}

export async function stopsCleanly(
  program: DuihuaProcess,
  env: Ports,
  signal: NodeJS.Signals,
): Promise<void> {
  const children = descendantsOf(program.pid);
  const signalledAt = Date.now();
  expect(await program.end(signal)).toEqual({ code: 0, signal: null });
  expect(Date.now() - signalledAt).toBeLessThan(STOPPED_WITHIN_MS);
  expect(children.filter(isAlive)).toEqual([]);
  await expectFree(env);
}

export async function expectFree(env: Ports): Promise<void> {
  for (const name of PORTS) await assertPortFree(Number(env[name]), name, '127.0.0.1');
}

/** Runs the printed line in a shell, as a person would. */
export async function playCurlLine(output: string): Promise<unknown> {
  const line = /^\s*(curl .*)$/m.exec(output)?.[1] ?? 'false';
  const { stdout } = await promisify(execFile)('sh', ['-c', line]);
  return JSON.parse(stdout);
}

export function idOf(played: unknown): string {
  return (played as { conversation: { id: string } }).conversation.id;
}

export function lastLine(program: DuihuaProcess): string {
  return program.output().trim().split('\n').at(-1) ?? '';
}

export function expectNoStack(program: DuihuaProcess): void {
  expect(program.output()).not.toMatch(/^\s+at /m);
}
