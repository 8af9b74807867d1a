/** An operator comes online while many contacts wait: how soon they are offered all of them, and what an offer adds to histories. */
import { get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { ADMINISTRATOR } from '../administrator';
import { callApi } from '../load/call-api';
import { createOpenIds } from '../load/deliveries';
import type { MeasureContext } from '../measures/measure';
import { countEvents, openConversations } from '../measures/settle';
import { startSubject } from '../subject';
import type { Row } from './row';

const WAITING = 200;
/** The queue has found nobody, and nothing is in progress any more. */
const SETTLES_MS = 2_000;
const OFFERED_WITHIN_MS = 60_000;

type Shown = { readonly id: string; readonly offer: object | null };

/** There is nothing to compare it with: the bare engine knows no operators. */
export async function measureOffers(context: MeasureContext): Promise<Row> {
  const subject = await startSubject(context.environment, { side: 'duihua' });
  const connection = await Connection.connect({ address: subject.temporalAddress });
  try {
    const { origin } = subject;
    await offerEverything(origin);
    const contacts = createOpenIds('queue', WAITING);
    await openConversations(subject, context, contacts);
    await sleep(SETTLES_MS);
    const client = new Client({ connection });
    const workflowIds = await subject.calls.workflowIds(contacts);
    const before = await countEvents(client, workflowIds);
    const startedAt = performance.now();
    const offersOut = await whenOffered(origin, WAITING);
    const seconds = (offersOut - startedAt) / 1_000;
    await sleep(SETTLES_MS);
    const events = (await countEvents(client, workflowIds)) - before;
    return { floor: {}, duihua: { offersOut: seconds, eventsPerOffer: events / WAITING } };
  } finally {
    await connection.close();
    await subject.stop();
  }
}

/** The brand offers its conversations, and the administrator is its only member, without a limit. */
async function offerEverything(origin: string): Promise<void> {
  type Found = { readonly items: readonly { readonly id: string }[] };
  const [brand] = (await callApi<Found>(origin, 'GET', '/brands')).items;
  const [administrator] = (await callApi<Found>(origin, 'GET', '/operators')).items;
  const brandId = brand?.id ?? '';
  await callApi(origin, 'PATCH', `/brands/${brandId}/routing`, { mode: 'offer', offerSeconds: 600 });
  await callApi(origin, 'PATCH', `/operators/${administrator?.id ?? ''}`, { brandIds: [brandId] });
}

/** Opens the operator's event stream; resolves when it has shown so many offers, with the time (`performance.now()`). */
function whenOffered(origin: string, count: number): Promise<number> {
  const offered = new Set<string>();
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/event-stream', authorization: `Bearer ${ADMINISTRATOR.token}` };
    const request = get(`${origin}/api/v1/events`, { headers, agent: false });
    const timer = setTimeout(() => {
      request.destroy();
      reject(new Error(`Only ${offered.size} of ${count} conversations were offered.`));
    }, OFFERED_WITHIN_MS);
    request.once('error', reject);
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const events = (text + chunk).split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          const [, data] = /^event: conversation\ndata: (.*)$/m.exec(event) ?? [];
          const shown = data === undefined ? null : (JSON.parse(data) as Shown);
          if (shown !== null && shown.offer !== null) offered.add(shown.id);
        }
        if (offered.size < count) return;
        clearTimeout(timer);
        resolve(performance.now());
        request.destroy();
      });
    });
  });
}
