/**
 * Outgoing webhooks: what the rows of the outbox cost, on one desk with and without an endpoint in turn (it is disabled, so that
 * nothing is delivered meanwhile), and how fast events are delivered beside a bare workflow that posts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool, request } from 'undici';
import { createSimulator } from '../../src/simulator/simulator';
import { callApi } from '../load/call-api';
import { createDeliveries, createOpenIds } from '../load/deliveries';
import { postAll } from '../load/post-all';
import { type Receiver, startReceiver } from '../load/receiver';
import { sendReply } from '../load/send-reply';
import type { MeasureContext } from '../measures/measure';
import { openConversations, whenApplied } from '../measures/settle';
import { quantile, sum } from '../statistics';
import { type Subject, startSubject } from '../subject';
import type { Row } from './row';

/** With and without in turn, so that a machine that slows down affects both. */
const PAIRS = 4;
const REPLIES_EACH = 3;
const DELIVERIES = 2_000;
/** As large as what tells of a message. */
const BODY_BYTES = 2_000;
/** By then the outbox is sequenced. */
const SEQUENCED_WITHIN_MS = 1_500;

type Rates = { readonly webhooks: number; readonly replies: number };

export async function measureOutgoingWebhooks(shared: MeasureContext): Promise<readonly Row[]> {
  const simulator = createSimulator();
  const account = simulator.addAccount();
  const environment = { ...shared.environment, wechatApiUrl: await simulator.listen(0), account };
  const context = { ...shared, environment, simulator };
  const receiver = await startReceiver();
  const subjects: Subject[] = [];
  try {
    const duihua = await startSubject(environment, { side: 'duihua' });
    subjects.push(duihua);
    const cost = await measureCost(duihua, context, receiver);
    const delivered = await measureDuihua(duihua, context, receiver);
    const floor = await startSubject(environment, { side: 'floor' });
    subjects.push(floor);
    const posted = await measureFloor(floor, receiver);
    return [cost, { floor: { deliveryRate: posted }, duihua: { deliveryRate: delivered } }];
  } finally {
    for (const subject of subjects) await subject.stop();
    await receiver.close();
    await simulator.close();
  }
}

async function measureCost(subject: Subject, context: MeasureContext, { url }: Receiver): Promise<Row> {
  const { sizes } = context;
  const crowd = createOpenIds('crowd', sizes.conversations);
  await openConversations(subject, context, crowd);
  await measureRates(subject, context, crowd, 'warm');
  const without: Rates[] = [];
  const beside: Rates[] = [];
  const measureBeside = async (prefix: string): Promise<void> => {
    const { id } = await callApi<{ id: string }>(subject.origin, 'POST', '/webhooks', {
      url,
      events: ['*'],
      isEnabled: false,
    });
    beside.push(await measureRates(subject, context, crowd, prefix));
    await callApi(subject.origin, 'DELETE', `/webhooks/${id}`);
  };
  // Each comes first as often as second: what is stored grows meanwhile, and slows down whichever comes later.
  for (let pair = 0; pair < PAIRS; pair += 1) {
    if (pair % 2 === 1) await measureBeside(`with-${pair}`);
    without.push(await measureRates(subject, context, crowd, `without-${pair}`));
    if (pair % 2 === 0) await measureBeside(`with-${pair}`);
  }
  const median = (list: readonly Rates[], of: keyof Rates): number =>
    quantile(
      list.map((one) => one[of]),
      0.5,
    );
  return {
    floor: { outboxWebhooks: median(without, 'webhooks'), outboxReplies: median(without, 'replies') },
    duihua: { outboxWebhooks: median(beside, 'webhooks'), outboxReplies: median(beside, 'replies') },
  };
}

/** Webhooks a second until all of them are projected, and replies a second one after another. */
async function measureRates(
  subject: Subject,
  { environment, simulator, sizes }: MeasureContext,
  crowd: readonly string[],
  prefix: string,
): Promise<Rates> {
  const deliveries = createDeliveries(environment.account, crowd, sizes.messages);
  const { startedAt } = await postAll(subject, deliveries, sizes.messagesAtOnce);
  const { lastAppliedAt } = await whenApplied(subject, startedAt, deliveries.length);
  const contacts = createOpenIds(prefix, sizes.replyConversations);
  await openConversations(subject, { environment, simulator, sizes }, contacts);
  for (const openId of contacts) await simulator.write(openId, { type: 'text', text: '在吗？' });
  const requests = await subject.calls.openForReplies(contacts);
  const pool = new Pool(subject.origin, { connections: 1, pipelining: 1 });
  // The first of each opens the conversation in the worker's cache.
  for (const one of requests) await sendReply(pool, one);
  const latencies: number[] = [];
  for (const one of Array.from({ length: REPLIES_EACH }, () => requests).flat()) {
    const sentAt = performance.now();
    await sendReply(pool, one);
    latencies.push(performance.now() - sentAt);
  }
  await pool.close();
  return {
    webhooks: deliveries.length / (((lastAppliedAt ?? Date.now()) - startedAt) / 1000),
    replies: latencies.length / (sum(latencies) / 1000),
  };
}

/** Replays what a disabled endpoint has missed, and enables it. */
async function measureDuihua(subject: Subject, context: MeasureContext, receiver: Receiver): Promise<number> {
  const { environment, sizes } = context;
  const { origin } = subject;
  const since = new Date().toISOString();
  const { id } = await callApi<{ id: string }>(origin, 'POST', '/webhooks', {
    url: receiver.url,
    events: ['message.received'],
    isEnabled: false,
  });
  const crowd = createOpenIds('crowd', sizes.conversations);
  const deliveries = createDeliveries(environment.account, crowd, DELIVERIES);
  const { startedAt } = await postAll(subject, deliveries, sizes.messagesAtOnce);
  await whenApplied(subject, startedAt, deliveries.length);
  await sleep(SEQUENCED_WITHIN_MS);
  receiver.reset();
  await callApi(origin, 'POST', `/webhooks/${id}/replay`, { since });
  const beganAt = Date.now();
  await callApi(origin, 'PATCH', `/webhooks/${id}`, { isEnabled: true });
  return DELIVERIES / (((await receiver.whenReceived(DELIVERIES)) - beganAt) / 1000);
}

async function measureFloor({ origin }: Subject, receiver: Receiver): Promise<number> {
  receiver.reset();
  const beganAt = Date.now();
  const body = JSON.stringify({ url: receiver.url, count: DELIVERIES, bytes: BODY_BYTES });
  const headers = { 'content-type': 'application/json' };
  const answer = await request(`${origin}/posts`, { method: 'POST', headers, body });
  await answer.body.dump();
  return DELIVERIES / (((await receiver.whenReceived(DELIVERIES)) - beganAt) / 1000);
}
