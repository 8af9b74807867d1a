/**
 * Duihua as one process: what `npm start` runs (src/start.ts), with Temporal and WeChat given, and a channel created.
 */
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Runtime } from '@temporalio/worker';
import { destination } from 'pino';
import { request } from 'undici';
import { createLogger } from '../../src/platform/logger';
import { createEgressPolicy } from '../../src/platform/network/egress-policy';
import { loadConfig } from '../../src/platform/settings/config';
import { openAdministration } from '../../src/runtime/administration';
import { startApi } from '../../src/runtime/api';
import { openMediaStore } from '../../src/runtime/connect/open-media-store';
import { listenEarly } from '../../src/runtime/process/http-server';
import { runWorker } from '../../src/runtime/running-worker';
import { createServices } from '../../src/runtime/services';
import { createTemporalClient } from '../../src/temporal/connection';
import { createRuntimeLogger } from '../../src/temporal/runtime-logger';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { ADMINISTRATOR } from '../administrator';
import { measureCpu } from '../cpu-probe';
import { openEmbeddedDatabase } from '../embedded-database';
import { measureMemory } from '../memory-probe';
import type { SubjectCalls } from '../protocol';
import { fillPast } from '../rows/fill-past';
import { readSubjectOptions, serveSubject } from '../serve-subject';
import { openConversations, readProgress } from './queries';

const CHANNEL_ID = 'bench';

async function main(): Promise<void> {
  const { temporalAddress, dataDir, wechatApiUrl, account, stored } = readSubjectOptions();
  const config = loadConfig({
    PORT: '0',
    DATA_DIR: dataDir,
    TEMPORAL_ADDRESS: temporalAddress,
    WECHAT_API_URL: wechatApiUrl,
    ADMIN_EMAIL: ADMINISTRATOR.email,
    ADMIN_PASSWORD: ADMINISTRATOR.password,
    ADMIN_TOKEN: ADMINISTRATOR.token,
  });
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const logFile = path.join(config.dataDir, 'duihua.log');
  const logger = createLogger({
    name: 'duihua',
    level: config.logLevel,
    destination: destination({ dest: logFile, sync: false, mkdir: true }),
  });
  Runtime.install({ logger: createRuntimeLogger(logger), shutdownSignals: [] });
  const database = await openEmbeddedDatabase(config, logger);
  if (stored !== undefined) await fillPast(database, stored);
  const services = await createServices({
    database,
    secretKeys: config.secretKeys.reveal(),
    egress: createEgressPolicy({ isProduction: config.isProduction, allowed: config.egressAllow }),
    publicUrl: config.publicUrl,
    mediaStore: await openMediaStore(config),
    wechatApiUrl,
    logger,
  });
  const target = { address: temporalAddress, namespace: config.temporal.namespace, isOwnServer: true };
  const temporal = createTemporalClient(target);
  const administration = await openAdministration(database, config);
  const worker = await runWorker({ services, target, logger });
  const server = await listenEarly(config);
  const api = await startApi({
    config,
    server,
    services,
    temporal,
    administration,
    version: 'bench',
    logger,
  });
  const brand = await administration.brands.create({ name: 'Bench' });
  const created = await services.channels.create({
    ...account,
    id: CHANNEL_ID,
    brandId: brand.id,
    name: 'Bench',
    encryption: 'plain',
    ipAllowlistConfirmed: true,
  });
  if (!('channel' in created)) throw new Error(`The channel was not created: ${created.refusal}`);
  const { port } = api.server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const headers = { authorization: `Bearer ${ADMINISTRATOR.token}`, 'content-type': 'application/json' };

  const calls: SubjectCalls = {
    progress: (since) => readProgress(database, since),
    async workflowIds(openIds) {
      const open = await openConversations(database, openIds);
      return open.map(({ contactId }) => conversationWorkflowId(contactId));
    },
    async openForReplies(openIds) {
      const open = await openConversations(database, openIds);
      for (const { conversationId } of open) {
        const url = `${origin}/api/v1/conversations/${conversationId}/attend`;
        const { statusCode, body } = await request(url, { method: 'POST', headers, body: '{}' });
        if (statusCode >= 300) throw new Error(`attend: ${statusCode} ${await body.text()}`);
        await body.dump();
      }
      return open.map(({ contactId, conversationId }) => ({
        path: `/api/v1/conversations/${conversationId}/messages`,
        headers,
        body: JSON.stringify({ type: 'text', text: '您好，请问有什么可以帮您？' }),
        workflowId: conversationWorkflowId(contactId),
      }));
    },
    memory: measureMemory,
    cpuMs: measureCpu,
    async stop() {
      await api.close();
      await worker.stop();
      await temporal.connection.close();
      await services.close();
      await database.close();
    },
  };
  serveSubject({ origin, webhookPath: `/webhooks/wechat/${CHANNEL_ID}` }, calls);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
