/** The event stream, resumed from a `Last-Event-ID` of any shape. */
import { request } from 'node:http';
import fc from 'fast-check';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { fuzz, timeLimitOf, triesOf } from '../support/fuzz/fuzz';
import { hostileString } from '../support/fuzz/hostile-values';

/** Of server and client together. */
const MOST_CPU_MS = 150;
const READY_WITHIN_MS = 5_000;
/** As the API reads it, up to the year 9999; anything else is answered with `resync`. */
const POSITION = /^\d{1,15}$/;
const LATEST = Date.UTC(9999, 11, 31);

const digits = fc.string({ unit: fc.integer({ min: 0, max: 9 }).map(String), minLength: 1, maxLength: 20 });
const values: fc.Arbitrary<string> = fc
  .oneof(
    digits,
    fc.nat().map(String),
    fc.integer({ min: 0, max: 20_000 }).map((ago) => String(1_795_000_000_000 - ago)),
    fc.nat(100_000).map((ago) => String(Date.now() - ago)),
    fc.constantFrom(
      '9'.repeat(15),
      '9'.repeat(16),
      '0',
      '-1',
      '1e9',
      ' 1',
      '1 ',
      '0x10',
      '١٢٣',
      '1,2',
      '1\t',
      'null',
      '',
    ),
    hostileString,
  )
  // What no HTTP client can send, and what the server's limit of 8 KiB refuses.
  .map((text) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?').slice(0, 4_000));

/** Defines the tests; `inCi`: the tries in CI. */
export function fuzzEvents(inCi: number): void {
  const tries = triesOf(inCi);
  let app: ConversationApp;
  let token: string;
  beforeAll(async () => {
    const most = 1_000_000_000;
    app = await startConversationApp({
      rateLimits: { signIn: most, unauthenticated: most, open: most, signedIn: most },
    });
    const { brandId, channelId } = await app.channel();
    for (const openId of ['o-1', 'o-2', 'o-3']) await app.receive(channelId, '你好', openId);
    await app.host.idle();
    ({ token } = await app.operator([brandId]));
  }, 60_000);
  afterAll(() => app.close());

  /** The names of the events until the stream is ready; then it is cut. */
  const opened = (
    lastEventId: string,
  ): Promise<{ readonly status: number; readonly events: readonly string[] }> =>
    new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${token}`, 'last-event-id': lastEventId };
      const asked = request(`${app.url}/api/v1/events`, { headers, timeout: READY_WITHIN_MS }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
          if (!text.includes('event: ready\n')) return;
          asked.destroy();
          resolve({
            status: answer.statusCode ?? 0,
            events: [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name ?? ''),
          });
        });
        answer.on('end', () =>
          reject(new Error(`the stream ended with ${answer.statusCode} ${text.slice(0, 300)}`)),
        );
      });
      asked.on('timeout', () => asked.destroy(new Error('the stream did not become ready in time')));
      asked.on('error', reject);
      asked.end();
    });

  it(
    'becomes ready in time, and says so if it does not know what was missed',
    async () => {
      const attempt = async (lastEventId: string): Promise<string> => {
        const { status, events } = await opened(lastEventId);
        expect([status, events.at(-1)]).toEqual([200, 'ready']);
        // HTTP drops white space around a value.
        const isPosition = POSITION.test(lastEventId.trim()) && Number(lastEventId) <= LATEST;
        expect([lastEventId, events.includes('resync')]).toEqual([lastEventId, !isPosition]);
        return isPosition ? 'resumed' : 'resync';
      };
      const ends = await fuzz('the event stream', { tries, values, mostCpuMs: MOST_CPU_MS }, attempt);
      for (const end of ['resumed', 'resync'])
        expect([end, (ends.get(end) ?? 0) > tries / 10]).toEqual([end, true]);
    },
    timeLimitOf(tries),
  );
}
