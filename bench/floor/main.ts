/** The bare floor as a process: the smallest Express app and worker that do the same work (docs/benchmarks.md). */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import express from 'express';
import { Pool } from 'pg';
import { startEmbeddedServer } from '../../src/store/embedded/embedded-server';
import { measureCpu } from '../cpu-probe';
import { measureMemory } from '../memory-probe';
import type { SubjectCalls } from '../protocol';
import { readSubjectOptions, serveSubject } from '../serve-subject';
import { createFloorActivities } from './activities';
import { createChain } from './chain';

const TASK_QUEUE = 'floor';
const BACKLOG = 2_048;
const LOOK_EVERY_MS = 50;
const LOOKS_AT_ONCE = 8;
const ACTIVITIES_AT_ONCE = 250;
const BUNDLE = path.resolve(__dirname, '../../floor-bundle.js');

async function main(): Promise<void> {
  Runtime.install({ logger: new DefaultLogger('WARN') });
  const options = readSubjectOptions();
  const { temporalAddress: address } = options;
  const postgres = await startEmbeddedServer({ dataDir: options.dataDir });
  const database = new Pool({ connectionString: postgres.url });
  const client = new Client({ connection: await Connection.connect({ address }) });
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: BUNDLE },
    activities: await createFloorActivities(database, options),
    // As many turns of bots at once as one of Duihua's workers has.
    maxConcurrentActivityTaskExecutions: ACTIVITIES_AT_ONCE,
  });
  const done = worker.run();

  const touched = new Set<string>();
  const app = express();
  const chain = createChain();
  app.use(chain.router);
  const plainBody = express.text({ type: () => true });
  app.post('/webhook', plainBody, async (request, response) => {
    const { openId, text } = readXml(String(request.body));
    const workflowId = workflowIdOf(openId);
    touched.add(workflowId);
    await client.workflow.signalWithStart('counting', { workflowId, taskQueue: TASK_QUEUE, signal: 'wrote' });
    response.send('success');
    chain.tell(openId, text);
  });
  app.post('/turn/:modelUrl', plainBody, async (request, response) => {
    const { modelUrl } = request.params;
    const question = { ...readXml(String(request.body)), modelUrl };
    await client.workflow.signalWithStart('answering', {
      workflowId: workflowIdOf(question.openId),
      taskQueue: TASK_QUEUE,
      signal: 'asked',
      signalArgs: [question],
    });
    response.send('success');
  });
  app.post('/reply/:openId', express.json(), async (request, response) => {
    const { openId } = request.params;
    const { text } = request.body as { readonly text: string };
    await client.workflow
      .getHandle(replyWorkflowIdOf(openId))
      .executeUpdate('reply', { args: [{ openId, text }] });
    response.status(201).send('sent');
  });
  app.post('/posts', express.json(), async (request, response) => {
    await client.workflow.execute('posting', {
      workflowId: 'posting',
      taskQueue: TASK_QUEUE,
      args: [request.body],
    });
    response.status(201).send('posted');
  });
  const server = createServer(app);
  await new Promise<void>((resolve) =>
    server.listen({ port: 0, host: '127.0.0.1', backlog: BACKLOG }, resolve),
  );
  const { port } = server.address() as AddressInfo;

  const calls: SubjectCalls = {
    async progress() {
      const workflowIds = [...touched];
      touched.clear();
      await whenIdle(client, workflowIds);
      return { stored: 0, signalled: 0, lastSignalledAt: null, applied: 0, lastAppliedAt: null };
    },
    workflowIds: async (openIds) => openIds.map(workflowIdOf),
    async openForReplies(openIds) {
      for (const openId of openIds) {
        await client.workflow.start('replying', {
          workflowId: replyWorkflowIdOf(openId),
          taskQueue: TASK_QUEUE,
        });
      }
      return openIds.map((openId) => ({
        path: `/reply/${openId}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: '您好，请问有什么可以帮您？' }),
        workflowId: replyWorkflowIdOf(openId),
      }));
    },
    memory: measureMemory,
    cpuMs: measureCpu,
    async stop() {
      server.closeAllConnections();
      worker.shutdown();
      await done;
      await database.end();
      await postgres.stop();
    },
  };
  serveSubject({ origin: `http://127.0.0.1:${port}`, webhookPath: '/webhook' }, calls);
}

/**
 * Waits until none of these has a pending workflow task: webhooks are answered before their workflows have seen them.
 */
async function whenIdle(client: Client, workflowIds: string[]): Promise<void> {
  const look = async (): Promise<void> => {
    for (let workflowId = workflowIds.pop(); workflowId !== undefined; workflowId = workflowIds.pop()) {
      const handle = client.workflow.getHandle(workflowId);
      while (((await handle.describe()).raw.pendingWorkflowTask ?? null) !== null) await sleep(LOOK_EVERY_MS);
    }
  };
  await Promise.all(Array.from({ length: LOOKS_AT_ONCE }, look));
}

function readXml(xml: string): { readonly openId: string; readonly text: string } {
  return {
    openId: /<FromUserName><!\[CDATA\[(.*?)\]\]>/.exec(xml)?.[1] ?? '',
    text: /<Content><!\[CDATA\[(.*?)\]\]>/.exec(xml)?.[1] ?? '',
  };
}

function workflowIdOf(openId: string): string {
  return `floor-${openId}`;
}

function replyWorkflowIdOf(openId: string): string {
  return `floor-reply-${openId}`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
