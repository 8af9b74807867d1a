/** `/metrics` while the database or a disk does not answer: what can be read is there, and in time. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { createHealthApp } from '../../../src/api/health/app';
import { createMetrics } from '../../../src/runtime/watch/api-watch';
import { watchDesk } from '../../../src/runtime/watch/desk-watch';
import { measureAvailable } from '../../../src/runtime/watch/measure-available';
import { measureDisks } from '../../../src/runtime/watch/measure-disks';
import { measureFigures } from '../../../src/runtime/watch/measure-figures';
import { measureRouting } from '../../../src/runtime/watch/routing-watch';
import type { Database } from '../../../src/store/engine/database-types';

/** The statements that a database was asked for, none of which it answers. */
const asked: unknown[] = [];
const hung = {
  db: {
    execute: (statement: unknown) => {
      asked.push(statement);
      return new Promise(() => undefined);
    },
  },
} as unknown as Pick<Database, 'db'>;

let server: Server;
let url: string;
beforeAll(async () => {
  const metrics = createMetrics();
  const warnings = watchDesk({ database: hung, countFailing: async () => 3, metrics });
  measureAvailable(metrics, hung);
  measureFigures(metrics, hung);
  measureRouting(metrics, hung);
  measureDisks(metrics, { journal: async () => undefined, media: () => new Promise(() => undefined) });
  const logger = pino({ level: 'silent' });
  const app = createHealthApp({ readiness: {}, warnings, metrics, hasMetrics: true, logger });
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it('are answered within 3 s, without what cannot be read; no more is asked while that is under way', async () => {
  const startedAt = performance.now();
  const scraped = await fetch(`${url}/metrics`);
  const text = await scraped.text();
  expect(performance.now() - startedAt).toBeLessThan(3_000);
  expect(scraped.status).toBe(200);
  const valueOf = (series: string): string | undefined =>
    text
      .split('\n')
      .find((line) => line.startsWith(`${series} `))
      ?.slice(series.length + 1);
  // Of the process, of Temporal and of a disk that answers.
  expect(Number(valueOf('process_resident_memory_bytes'))).toBeGreaterThan(0);
  expect(valueOf('duihua_workflows_failing')).toBe('3');
  expect(valueOf('duihua_disk_writable{place="journal"}')).toBe('1');
  expect(valueOf('duihua_disk_writable{place="media"}')).toBe('0');
  for (const name of [
    'duihua_inbox_unfiled',
    'duihua_inbox_oldest_unfiled_seconds',
    'duihua_conversations_pending_changes',
    'duihua_conversations_oldest_pending_change_seconds',
    'duihua_messages_unknown',
    'duihua_messages_held',
  ])
    expect([name, valueOf(name)]).toEqual([name, 'Nan']);
  const labelled =
    /^duihua_(?:conversations\{|messages_failed|channels|outgoing|operators|offers|returns|waiting)/;
  expect(text.split('\n').filter((line) => labelled.test(line))).toEqual([]);

  const before = asked.length;
  expect(before).toBeGreaterThan(8);
  await (await fetch(`${url}/metrics`)).text();
  expect(asked).toHaveLength(before);
});
