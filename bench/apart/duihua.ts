/** Duihua as `npm run start:api` and `npm run start:worker` run it: two processes. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { findFreePort } from '../../src/platform/ports';
import { openDatabase } from '../../src/store/engine/database';
import { conversationWorkflowId } from '../../src/workflows/conversation/messages';
import { ADMINISTRATOR } from '../administrator';
import { knowsContacts, openConversations, readProgress } from '../duihua/queries';
import { callApi } from '../load/call-api';
import { createDeliveries } from '../load/deliveries';
import { postAll } from '../load/post-all';
import { sendReply } from '../load/send-reply';
import { profileFolder } from '../profile-folder';
import type { Apart, ApartPlace } from './apart';
import { type Closing, inParallel, startProgram } from './program';

/** `src` beside the compiled bench is the build that is measured. */
const PROGRAMS = path.resolve(__dirname, '../../src');
const LOOK_EVERY_MS = 200;
const SIGNALLED_WITHIN_MS = 600_000;
const ATTENDED_AT_ONCE = 8;
const REPLIES_AT_ONCE = 16;
/** Below the limit of calls a minute that an operator has. */
const CALLS_PER_SECOND = 150;

type Opened = Omit<Apart, 'close' | 'temporalAddress' | 'dataDir'>;

/** Starts the API and connects a channel. */
export async function openDuihua(place: ApartPlace, closing: Closing): Promise<Opened> {
  const { context, dataDir, databaseUrl, temporalAddress, secretKey } = place;
  const { environment, simulator, sizes } = context;
  const port = await findFreePort();
  const settingsOf = (name: string): Readonly<Record<string, string>> => {
    const folder = path.join(dataDir, name);
    mkdirSync(folder, { recursive: true });
    return {
      DATA_DIR: folder,
      DATABASE_URL: databaseUrl,
      TEMPORAL_ADDRESS: temporalAddress,
      WECHAT_API_URL: environment.wechatApiUrl,
      SECRET_KEY: secretKey,
      ADMIN_EMAIL: ADMINISTRATOR.email,
      ADMIN_PASSWORD: ADMINISTRATOR.password,
      ADMIN_TOKEN: ADMINISTRATOR.token,
      PORT: String(port),
      WORKER_PORT: '0',
    };
  };
  const api = await startProgram(path.join(PROGRAMS, 'api/server.js'), settingsOf('api'), /the API listens/);
  closing.add(api.kill);
  const database = openDatabase({ databaseUrl, poolSize: 2 });
  closing.add(() => database.close());
  const origin = `http://127.0.0.1:${port}`;
  const calls = new Pool(origin, { connections: REPLIES_AT_ONCE, pipelining: 1 });
  closing.add(() => calls.close());
  const brand = await callApi<{ readonly id: string }>(origin, 'POST', '/brands', { name: 'Bench' });
  const channel = await callApi<{ readonly id: string }>(origin, 'POST', '/channels', {
    ...environment.account,
    brandId: brand.id,
    name: 'Bench',
    encryption: 'plain',
    ipAllowlistConfirmed: true,
  });
  const webhook = { origin, webhookPath: `/webhooks/wechat/${channel.id}` };
  const headers = {
    authorization: `Bearer ${ADMINISTRATOR.token}`,
    'content-type': 'application/json',
  };
  const body = JSON.stringify({ type: 'text', text: '您好，请问有什么可以帮您？' });
  return {
    apiPid: api.pid,
    async startWorker() {
      const worker = await startProgram(
        path.join(PROGRAMS, 'worker.js'),
        settingsOf('worker'),
        /the worker runs/,
        profileFolder(environment, 'duihua'),
      );
      closing.add(worker.kill);
      return worker;
    },
    async write(openIds) {
      // WeChat lets replies pass after messages that it knows of.
      for (const openId of openIds) await simulator.write(openId, { type: 'text', text: '在吗？' });
      const deliveries = createDeliveries(environment.account, openIds, openIds.length);
      const { startedAt } = await postAll(webhook, deliveries, sizes.messagesAtOnce);
      const giveUpAt = Date.now() + SIGNALLED_WITHIN_MS;
      for (;;) {
        const progress = await readProgress(database, startedAt);
        if (progress.signalled === openIds.length) return;
        if (Date.now() > giveUpAt)
          throw new Error(`Not all of ${openIds.length} were signalled: ${JSON.stringify(progress)}`);
        await sleep(LOOK_EVERY_MS);
      }
    },
    async attend(openIds) {
      const open = await openConversations(database, openIds);
      const limits = { atOnce: ATTENDED_AT_ONCE, perSecond: CALLS_PER_SECOND };
      await inParallel(open, limits, ({ conversationId }) =>
        callApi(origin, 'POST', `/conversations/${conversationId}/attend`, {}),
      );
    },
    async reply(openIds) {
      const open = await openConversations(database, openIds);
      const limits = { atOnce: REPLIES_AT_ONCE, perSecond: CALLS_PER_SECOND };
      await inParallel(open, limits, ({ contactId, conversationId }) =>
        sendReply(calls, {
          path: `/api/v1/conversations/${conversationId}/messages`,
          headers,
          body,
          workflowId: conversationWorkflowId(contactId),
        }),
      );
    },
    async filed() {
      const { applied, lastAppliedAt } = await readProgress(database, 0);
      return { count: applied, lastAt: lastAppliedAt };
    },
    knowsContacts: () => knowsContacts(database),
    async workflowIds(openIds) {
      const open = await openConversations(database, openIds);
      return open.map(({ contactId }) => conversationWorkflowId(contactId));
    },
  };
}
