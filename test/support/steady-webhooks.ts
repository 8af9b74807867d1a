import { type Dispatcher, request } from 'undici';
import type { DeskChannel } from './process-desk';
import { signedQuery, textXml } from './process-webhook';

/**
 * Deliveries of ten contacts, `perSecond` a second, whatever becomes of those before; message ids count from `firstId`. `stop` resolves
 * with how long each took from the instant at which it was due, in ms, and rejects if one was not answered `success`.
 */
export function startWebhooks(
  url: string,
  { channelId, account }: DeskChannel,
  options: { readonly perSecond: number; readonly firstId: number; readonly dispatcher: Dispatcher },
): { readonly stop: () => Promise<readonly number[]> } {
  const { perSecond, firstId, dispatcher } = options;
  const waits: Promise<number>[] = [];
  const startedAt = performance.now();
  const post = async (number: number, dueAt: number): Promise<number> => {
    const openId = `oNeighbour${number % 10}`;
    const body = textXml(account.originalId, openId, `n ${number}`, String(firstId + number));
    const target = `${url}/webhooks/wechat/${channelId}?${signedQuery(account.token).toString()}`;
    const answer = await request(target, { method: 'POST', body, dispatcher });
    const text = await answer.body.text();
    expect([number, answer.statusCode, text]).toEqual([number, 200, 'success']);
    return performance.now() - dueAt;
  };
  const timer = setInterval(() => {
    for (;;) {
      const dueAt = startedAt + (waits.length * 1_000) / perSecond;
      if (dueAt > performance.now()) return;
      const wait = post(waits.length, dueAt);
      // It is looked at in the end.
      wait.catch(() => undefined);
      waits.push(wait);
    }
  }, 5);
  return {
    async stop() {
      clearInterval(timer);
      return Promise.all(waits);
    },
  };
}
