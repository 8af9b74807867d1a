/** An unprepared Temporal server: without our search attributes, and with the default namespace only. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { eventually } from './eventually';

const SUPERVISOR = path.resolve(__dirname, '../../scripts/run-while-parent-lives.mjs');

export type BareTemporal = { readonly address: string; readonly stop: () => Promise<void> };

/** Starts one in memory; its data is gone when it is stopped. */
export async function startBareTemporal(port: number): Promise<BareTemporal> {
  const binary = process.env['DUIHUA_TEST_TEMPORAL_BIN'] ?? '';
  const args = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', `${port}`];
  const server = spawn(process.execPath, [SUPERVISOR, '--', binary, ...args, '--log-level', 'never'], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(server, 'exit');
  const address = `127.0.0.1:${port}`;
  await eventually(() => answers(address), 'the Temporal server answers', 30_000);
  return {
    address,
    async stop() {
      server.stdin.end();
      await ended;
    },
  };
}

async function answers(address: string): Promise<boolean> {
  const connection = Connection.lazy({ address });
  try {
    await connection.withDeadline(Date.now() + 1_000, () =>
      connection.workflowService.describeNamespace({ namespace: 'default' }),
    );
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}
