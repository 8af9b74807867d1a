/** Arbitrary bytes, and real messages with anything changed, into WeChat's webhook over HTTP. */
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { rowsOf } from '../../src/store/engine/rows';
import { createSignature } from '../../src/wechat/webhook/signature';
import { channelFields } from '../support/administration-app';
import { encrypt } from '../support/encrypt';
import { fuzz, timeLimitOf, triesOf } from '../support/fuzz/fuzz';
import { hostileString } from '../support/fuzz/hostile-values';
import { escaped, type RawClient, rawClient } from '../support/fuzz/http';
import { wechatBodies } from '../support/fuzz/wechat-bodies';
import { startWebhookApp, type WebhookApp } from '../support/webhook-app';

/** Of server and client together; `parser.ts` has the bound of docs/faults.md for what the server does. */
const MOST_CPU_MS = 150;
const TRIES_BETWEEN_EMPTYINGS = 2_000;
const MODES = ['plain', 'compatible', 'safe'] as const;
const { appId, token, encodingAesKey: key } = channelFields('');

type Delivery = {
  readonly mode: (typeof MODES)[number];
  readonly body: Buffer;
  /** Signed and sealed as WeChat would, or with what stands here instead. */
  readonly forged: Readonly<Record<string, string>>;
  readonly isSealed: boolean;
};

const deliveries: fc.Arbitrary<Delivery> = fc.record({
  mode: fc.constantFrom(...MODES),
  body: wechatBodies,
  forged: fc.oneof(
    { arbitrary: fc.constant({}), weight: 8 },
    {
      arbitrary: fc.dictionary(
        fc.constantFrom(
          'signature',
          'timestamp',
          'nonce',
          'msg_signature',
          'encrypt_type',
          'openid',
          '__proto__',
          'echostr',
        ),
        hostileString.map((text) => text.slice(0, 100)),
        { maxKeys: 2, minKeys: 1 },
      ),
      weight: 1,
    },
  ),
  isSealed: fc.boolean(),
});

/** Defines the tests; `inCi`: the tries in CI. */
export function fuzzWebhook(inCi: number): void {
  const tries = triesOf(inCi);
  let app: WebhookApp;
  let client: RawClient;
  let channels: Readonly<Record<(typeof MODES)[number], string>>;
  beforeAll(async () => {
    app = await startWebhookApp();
    client = rawClient(app.url);
    const [plain, compatible, safe] = await Promise.all(
      MODES.map((encryption) => app.channel({ encryption })),
    );
    channels = { plain: plain ?? '', compatible: compatible ?? '', safe: safe ?? '' };
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await app.close();
  });

  const count = async (): Promise<number> => {
    const [row] = await rowsOf<{ n: number }>(app.database.db, sql`select count(*)::int as n from messages`);
    return row?.n ?? 0;
  };
  const queryOf = (sealed: string | null, forged: Delivery['forged']): string => {
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const nonce = '123456789';
    const right: Record<string, string> = {
      signature: createSignature([token, timestamp, nonce]),
      timestamp,
      nonce,
      ...(sealed === null
        ? {}
        : { encrypt_type: 'aes', msg_signature: createSignature([token, timestamp, nonce, sealed]) }),
    };
    return Object.entries({ ...right, ...forged })
      .map(([name, value]) => `${name}=${escaped(value)}`)
      .join('&');
  };

  it(
    'any bytes are answered with success and one row, or refused and none',
    async () => {
      let made = 0;
      let before = await count();
      const attempt = async ({ mode, body, forged, isSealed }: Delivery): Promise<string> => {
        made += 1;
        if (made % TRIES_BETWEEN_EMPTYINGS === 0) {
          await app.database.db.execute(sql`truncate contacts, rejected_deliveries cascade`);
          before = await count();
        }
        const sealed = isSealed
          ? encrypt({ message: body, encodingAesKey: key, appId, random: Buffer.alloc(16, made % 256) })
          : null;
        const sent =
          sealed === null ? body : Buffer.from(`<xml><Encrypt><![CDATA[${sealed}]]></Encrypt></xml>`);
        const { status, text } = await client.send({
          method: 'POST',
          path: `/webhooks/wechat/${channels[mode]}?${queryOf(sealed, forged)}`,
          headers: { 'content-type': 'text/xml' },
          body: sent,
        });
        const after = await count();
        const rows = after - before;
        before = after;
        if (status === 200) {
          expect([text, rows <= 1]).toEqual(['success', true]);
          expect(mode === 'plain' || isSealed).toBe(true);
          return rows === 1 ? 'stored' : 'repeat';
        }
        expect([[400, 401, 413].includes(status), text, rows]).toEqual([true, 'refused', 0]);
        return String(status);
      };
      const ends = await fuzz('the webhook', { tries, values: deliveries, mostCpuMs: MOST_CPU_MS }, attempt);
      for (const end of ['stored', '400', '401'])
        expect([end, (ends.get(end) ?? 0) > tries / 100]).toEqual([end, true]);
      expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined();
      expect(app.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
    },
    timeLimitOf(tries),
  );

  it(
    'any path and query of the check of the address is answered with its echo, 401 or 404',
    async () => {
      const asked = fc.record({
        id: hostileString,
        query: fc.dictionary(fc.constantFrom('signature', 'timestamp', 'nonce', 'echostr'), hostileString),
      });
      await fuzz(
        'the address check',
        { tries: Math.ceil(tries / 10), values: asked, mostCpuMs: MOST_CPU_MS },
        async ({ id, query }) => {
          const search = Object.entries(query)
            .map(([name, value]) => `${name}=${escaped(value.slice(0, 100))}`)
            .join('&');
          const segment = escaped(id.slice(0, 200));
          for (const method of ['GET', 'POST']) {
            const { status } = await client.send({
              method,
              path: `/webhooks/wechat/${segment === '' ? channels.plain : segment}?${search}`,
            });
            expect([400, 401, 404]).toContain(status);
          }
          const right = queryOf(null, { echostr: (query['echostr'] ?? 'x').slice(0, 100) });
          const { status, text } = await client.send({
            method: 'GET',
            path: `/webhooks/wechat/${channels.safe}?${right}`,
          });
          expect([200, 401]).toContain(status);
          return status === 200 ? `echo of ${Math.min(text.length, 1)}` : '401';
        },
      );
    },
    timeLimitOf(tries),
  );
}
