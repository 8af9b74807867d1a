/**
 * Clients of an event stream, all in this separate process, so that reading does not use the driver's event loop. Each
 * records when it first got each message (`numbered-texts.ts`).
 */
import { get } from 'node:http';
import { numberOf } from './numbered-texts';
import type { StreamAsk, StreamSaid } from './streams';

/** By client: when each message arrived, epoch ms. */
const arrivals: Map<number, number>[] = [];

process.on('message', (message) => {
  const ask = message as StreamAsk;
  if (ask.type === 'report') say({ type: 'arrivals', arrivals: arrivals.map((ofOne) => [...ofOne]) });
  else open(ask.url, ask.cookies).then(() => say({ type: 'open' }), fail);
});
process.on('disconnect', () => process.exit(0));

async function open(url: string, cookies: readonly string[]): Promise<void> {
  await Promise.all(cookies.map((cookie) => follow(url, cookie)));
}

/** Resolves when the stream says that nothing is missed from here on. */
function follow(url: string, cookie: string): Promise<void> {
  const ofThis = new Map<number, number>();
  arrivals.push(ofThis);
  return new Promise((resolve, reject) => {
    const request = get(url, { headers: { accept: 'text/event-stream', cookie }, agent: false });
    request.once('error', reject);
    request.once('response', (response) => {
      if (response.statusCode !== 200)
        reject(new Error(`An event stream was answered ${response.statusCode}.`));
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        const events = (text + chunk).split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          if (event.includes('event: ready')) resolve();
          if (!event.includes('event: message')) continue;
          const number = numberOf(event);
          if (number !== undefined && !ofThis.has(number)) ofThis.set(number, Date.now());
        }
      });
      response.once('close', () => fail(new Error('An event stream ended.')));
    });
  });
}

function fail(error: Error): void {
  console.error(error);
  process.exit(1);
}

function say(said: StreamSaid): void {
  process.send?.(said);
}
