import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { Pool } from 'undici';
import { sendReply } from '../load/send-reply';
import { quantile } from '../statistics';
import type { Measure } from './measure';
import { countEvents } from './settle';

/** By then everything that follows the answer is in the history. */
const HISTORY_SETTLES_MS = 500;
/** One each in the first conversations. */
const WARM_UP = 10;

/** Replies one after another, each in another conversation than the last, until WeChat has it. */
export const measureReplies: Measure = async (subject, { simulator, sizes }, openIds) => {
  const contacts = openIds.slice(0, sizes.replyConversations);
  for (const openId of contacts) await simulator.write(openId, { type: 'text', text: '在吗？' });
  const requests = await subject.calls.openForReplies(contacts);
  const pool = new Pool(subject.origin, { connections: 1, pipelining: 1 });
  // The first one fetches the access token.
  for (const request of requests.slice(0, WARM_UP)) await sendReply(pool, request);
  const connection = await Connection.connect({ address: subject.temporalAddress });
  const client = new Client({ connection });
  const workflowIds = requests.map((request) => request.workflowId);
  await sleep(HISTORY_SETTLES_MS);
  const eventsBefore = await countEvents(client, workflowIds);
  const latencies: number[] = [];
  for (let count = 0; count < sizes.repliesEach; count += 1) {
    for (const request of requests) {
      const sentAt = performance.now();
      await sendReply(pool, request);
      latencies.push(performance.now() - sentAt);
    }
  }
  await sleep(HISTORY_SETTLES_MS);
  const events = (await countEvents(client, workflowIds)) - eventsBefore;
  await connection.close();
  await pool.close();
  return {
    replyP50: quantile(latencies, 0.5),
    replyP99: quantile(latencies, 0.99),
    eventsPerReply: events / latencies.length,
  };
};
