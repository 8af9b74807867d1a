/** The webhook under attack, over HTTP, behind the server's own limits of size and time. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import pino from 'pino';
import type { WebhookOutcome } from '../../src/api/webhooks/routes';
import { listenEarly } from '../../src/runtime/process/http-server';
import { rowsOf } from '../../src/store/engine/rows';
import { createSignature } from '../../src/wechat/webhook/signature';
import { channelFields, startTestApp, type TestApp } from '../support/administration-app';
import { encrypt } from '../support/encrypt';

const ACCOUNT = channelFields('');
const NONCE = '123456789';
let app: TestApp;
let server: Server;
let port: number;
let plainId: string;
let safeId: string;
const counted = new Map<WebhookOutcome, number>();
const kept: string[] = [];
const alarms: string[] = [];

beforeAll(async () => {
  const logger = pino(
    { level: 'warn' },
    { write: (line: string) => void alarms.push((JSON.parse(line) as { msg: string }).msg) },
  );
  app = await startTestApp((_database, { channels, deliveries }) => ({
    channelOf: channels.channels.findWithSecrets,
    rejected: { ...deliveries.rejected, keep: async (_channelId, { reason }) => void kept.push(reason) },
    recordFormerUse: async () => undefined,
    count: (outcome) => counted.set(outcome, (counted.get(outcome) ?? 0) + 1),
    logger,
  }));
  server = await listenEarly({ port: 0, host: '127.0.0.1' });
  server.removeAllListeners('request');
  server.on('request', app.another());
  port = (server.address() as AddressInfo).port;
  const brand = await app.deps.brands.create({ name: 'Tea' });
  const create = async (encryption: 'plain' | 'safe') => {
    const made = await app.deps.channels.create({ ...channelFields(brand.id), encryption });
    if (!('channel' in made)) throw new Error(made.refusal);
    return made.channel.id;
  };
  plainId = await create('plain');
  safeId = await create('safe');
}, 60_000);
beforeEach(async () => {
  counted.clear();
  kept.length = 0;
  alarms.length = 0;
  await app.database.db.execute(sql`truncate contacts cascade`);
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await app.close();
});

let lastId = 0;
const xml = (text: string, fields: { to?: string; from?: string; id?: string } = {}) => {
  lastId += 1;
  const { to = ACCOUNT.originalId, from = 'oContact', id = String(lastId) } = fields;
  return `<xml><ToUserName><![CDATA[${to}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content><MsgId>${id}</MsgId></xml>`;
};
const now = (offset = 0) => String(Math.floor(Date.now() / 1000) + offset);
const signed = (timestamp = now(), nonce = NONCE) => ({
  timestamp,
  nonce,
  signature: createSignature([ACCOUNT.token, timestamp, nonce]),
});
type Query = Readonly<Record<string, string>> | string;
const pathOf = (query: Query, channelId = plainId) =>
  `/webhooks/wechat/${channelId}?${typeof query === 'string' ? query : new URLSearchParams(query).toString()}`;
async function post(
  query: Query,
  body: string | Buffer,
  options: { channelId?: string; headers?: Record<string, string> } = {},
) {
  const response = await fetch(`http://127.0.0.1:${port}${pathOf(query, options.channelId)}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', ...options.headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: response.status, text: await response.text() };
}
const rows = async () =>
  (await rowsOf<{ n: number }>(app.database.db, sql`select count(*)::int as n from messages`))[0]?.n;
const texts = async () =>
  (
    await rowsOf<{ text: string }>(
      app.database.db,
      sql`select content->>'text' as text from messages order by inbox_number`,
    )
  ).map(({ text }) => text);

it('nothing is read or stored without the right signature', async () => {
  const right = signed();
  const far = `${right.signature[0] === 'a' ? 'b' : 'a'}${right.signature.slice(1)}`;
  const near = `${right.signature.slice(0, -1)}${right.signature.endsWith('a') ? 'b' : 'a'}`;
  const base = new URLSearchParams(right).toString();
  const wrong: Query[] = [
    '',
    { ...right, signature: far },
    { ...right, signature: near },
    { ...right, signature: right.signature.slice(1) },
    { ...right, signature: 'z'.repeat(40) },
    { ...right, signature: '' },
    { ...right, signature: 'a'.repeat(100_000).slice(0, 4_000) },
    { timestamp: right.timestamp, nonce: right.nonce },
    `${base}&signature=${right.signature}`,
    `${base}&nonce=${right.nonce}`,
  ];
  for (const query of wrong)
    expect([query, await post(query, xml('x'))]).toEqual([query, { status: 401, text: 'refused' }]);
  expect(counted.get('bad_signature')).toBe(wrong.length);
  expect([await rows(), kept]).toEqual([0, []]);
});

it('the same call a hundred times is one row, and each is answered with success', async () => {
  const [query, body] = [signed(), xml('一')];
  const answers = await Promise.all(Array.from({ length: 100 }, () => post(query, body)));
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['200 success']));
  expect(await rows()).toBe(1);
  expect(counted.get('other_body')).toBeUndefined();
});

it('another body under a known signature is accepted, counted and alarmed', async () => {
  // A nonce of its own: within one second another test has the same signature otherwise.
  const query = signed(now(), 'otherbody');
  expect((await post(query, xml('一'))).status).toBe(200);
  expect((await post(query, xml('二'))).status).toBe(200);
  expect([await texts(), counted.get('other_body')]).toEqual([['一', '二'], 1]);
  expect(alarms).toEqual(['another body arrived with a signature that was used before']);
});

it('a timestamp that is off is counted and alarmed; one that is malformed, or a moved border, is refused', async () => {
  for (const offset of [-301, 301]) expect((await post(signed(now(offset)), xml('x'))).status).toBe(200);
  expect(counted.get('stale_timestamp')).toBe(2);
  expect(alarms).toEqual(Array(2).fill('the timestamp of a delivery is more than 5 minutes off'));
  const right = signed('1700000000', '1234');
  for (const [timestamp, nonce] of [
    ['17000000001', '234'],
    ['170000000', '01234'],
  ] as const) {
    expect((await post({ ...right, timestamp, nonce }, xml('x'))).status).toBe(401);
  }
  for (const timestamp of ['170000000', '17000000000', 'now', '-1', '1.7e9']) {
    expect([timestamp, (await post(signed(timestamp), xml('x'))).status]).toEqual([timestamp, 401]);
  }
});

it('only what was encrypted for this account is accepted in safe mode, and all refusals look the same', async () => {
  const seal = (message: string, appId = ACCOUNT.appId) =>
    encrypt({ message, encodingAesKey: ACCOUNT.encodingAesKey, appId, random: Buffer.alloc(16, 1) });
  const envelope = (encrypted: string, beside = '') =>
    `<xml><ToUserName>${ACCOUNT.originalId}</ToUserName>${beside}<Encrypt>${encrypted}</Encrypt></xml>`;
  const query = (encrypted: string) => {
    const { timestamp, nonce, signature } = signed();
    const msg_signature = createSignature([ACCOUNT.token, timestamp, nonce, encrypted]);
    return { timestamp, nonce, signature, encrypt_type: 'aes', msg_signature };
  };
  const good = seal(xml('真'));
  const forged = '<FromUserName>oForged</FromUserName><Content>forged</Content><MsgType>text</MsgType>';
  expect(await post(query(good), envelope(good, forged), { channelId: safeId })).toEqual({
    status: 200,
    text: 'success',
  });
  expect(await texts()).toEqual(['真']);
  const refuse = async (q: Query, body: string) =>
    expect(await post(q, body, { channelId: safeId })).toEqual({ status: 401, text: 'refused' });
  await refuse(signed(), xml('plain'));
  await refuse(query(''), xml('plain'));
  const foreign = seal(xml('x'), 'wx0000000000000000');
  await refuse(query(foreign), envelope(foreign));
  const cut = good.slice(0, 64);
  await refuse(query(cut), envelope(cut));
  for (let index = 0; index < good.length; index += 7) {
    const mutated = `${good.slice(0, index)}${good[index] === 'A' ? 'B' : 'A'}${good.slice(index + 1)}`;
    await refuse(query(good), envelope(mutated));
    await refuse({ ...query(mutated), msg_signature: query(good).signature }, envelope(mutated));
  }
  expect(await texts()).toEqual(['真']);
  // Someone who has the token could sign what they changed. The cipher alone notices less, but its answer is the same.
  const answers = new Set<string>();
  for (let index = 43; index < good.length; index += 7) {
    const mutated = `${good.slice(0, index)}${good[index] === 'A' ? 'B' : 'A'}${good.slice(index + 1)}`;
    const { status, text } = await post(query(mutated), envelope(mutated), { channelId: safeId });
    answers.add(`${status} ${text}`);
  }
  answers.delete('200 success');
  expect([...answers].filter((one) => one !== '400 refused' && one !== '401 refused')).toEqual([]);
});

it('another account, an odd openid and a query about someone else are refused, counted and set aside', async () => {
  expect((await post(signed(), xml('x', { to: 'gh_other' }))).status).toBe(400);
  expect((await post(signed(), xml('x', { from: 'a b' }))).status).toBe(400);
  expect((await post({ ...signed(), openid: 'oOther' }, xml('x'))).status).toBe(400);
  expect([await rows(), kept.length]).toEqual([0, 3]);
  expect((counted.get('wrong_account') ?? 0) + (counted.get('bad_xml') ?? 0)).toBe(3);
});

it('an id that no channel can have is unknown, and WeChat need not come again', async () => {
  for (const channelId of ['%00', 'a%00b', 'x'.repeat(65), '%F0%9F%8D%B5']) {
    for (const method of ['GET', 'POST']) {
      const { status } = await fetch(`http://127.0.0.1:${port}${pathOf(signed(), channelId)}`, { method });
      expect([channelId, method, status]).toEqual([channelId, method, 404]);
    }
  }
});

it('a body over 64 kB is refused by its declared length, or when it exceeds it; memory stays flat', async () => {
  const fits = xml('x'.repeat(65_536 - xml('', { id: '1' }).length), { id: '1' });
  expect(Buffer.byteLength(fits)).toBe(65_536);
  expect((await post(signed(), fits)).status).toBe(200);
  expect((await post(signed(), `${fits} `)).status).toBe(413);
  const before = process.memoryUsage().rss;
  const startedAt = performance.now();
  const attacks = Array.from({ length: 100 }, (_, index) =>
    raw(
      index % 2 === 0
        ? `POST ${pathOf(signed())} HTTP/1.1\r\nHost: x\r\nContent-Length: 104857600\r\n\r\n`
        : `POST ${pathOf(signed())} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`,
      (socket) => {
        const chunk = 'x'.repeat(8_192);
        const line = index % 2 === 0 ? chunk : `2000\r\n${chunk}\r\n`;
        const timer = setInterval(() => {
          if (socket.destroyed) clearInterval(timer);
          else socket.write(line);
        }, 2);
      },
    ),
  );
  const answers = await Promise.all(attacks);
  // A client that keeps sending may lose the answer in the reset, but it notices the end of the connection.
  for (const answer of answers) expect(answer).toMatch(/^(HTTP\/1\.1 413 .*)?$/s);
  expect(answers.filter((answer) => answer !== '').length).toBeGreaterThan(0);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  expect(await rows()).toBe(1);
}, 60_000);

it('a declared length that is too long is refused before the body comes', async () => {
  for (const length of [65_537, 104_857_600]) {
    const startedAt = performance.now();
    const answer = await raw(
      `POST ${pathOf(signed())} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 .*connection: close/is);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  }
  expect(counted.get('too_large')).toBe(2);
});

it('a wrong declared length stores nothing', async () => {
  const body = xml('lie');
  const head = (length: number) =>
    `POST ${pathOf(signed())} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n${body}`;
  // Shorter than it says: cut off by the time limit below; longer than it says: the rest is no request.
  const answer = await raw(head(Buffer.byteLength(body) - 5));
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(await rows()).toBe(0);
});

it('a compressed body is refused and never inflated', async () => {
  const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024, 'x'));
  for (const encoding of ['gzip', 'deflate', 'br', 'gzip, gzip']) {
    const { status } = await post(signed(), bomb, { headers: { 'content-encoding': encoding } });
    expect([encoding, status]).toEqual([encoding, 415]);
  }
});

it.each([
  ['empty', ''],
  ['JSON', '{"xml":1}'],
  ['cut off', '<xml><ToUserName>gh_1'],
  ['two roots', '<xml></xml>'.repeat(2)],
  ['UTF-16', Buffer.from(`\ufeff<xml/>`, 'utf16le')],
  ['no UTF-8', Buffer.from([0x3c, 0x78, 0x3e, 0xff, 0xfe, 0x3c, 0x2f, 0x78, 0x3e])],
  ['a DOCTYPE', '<!DOCTYPE x><xml/>'],
  [
    'an external entity',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><ToUserName>&e;</ToUserName></xml>',
  ],
  [
    'an entity bomb',
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><xml><Content>&b;</Content></xml>',
  ],
  ['10,000 levels', '<a>'.repeat(10_000)],
  ['10,000 tags', `<xml>${Array.from({ length: 5_000 }, (_, n) => `<t${n}/>`).join('')}</xml>`],
  ['doubled fields', xml('x').replace('<CreateTime>', '<FromUserName>oOther</FromUserName><CreateTime>')],
  ['__proto__', '<xml><__proto__><isAdmin>1</isAdmin></__proto__><constructor>x</constructor></xml>'],
])('%s is refused with 400, set aside, and blocks no one', async (_name, body) => {
  const before = process.cpuUsage();
  expect((await post(signed(), body)).status).toBe(400);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(1_000);
  expect([await rows(), kept.length]).toEqual([0, 1]);
  expect(({} as { isAdmin?: string }).isAdmin).toBeUndefined();
});

it('what a customer wrote is kept exactly', async () => {
  const written = [
    '007',
    '1e5',
    'true',
    'null',
    ' a  b ',
    '😀 𝒳',
    '<b>&amp;</b>',
    '&#x41;',
    '一\n二',
    '__proto__',
    '0x10',
  ];
  for (const text of written) expect((await post(signed(), xml(text))).status).toBe(200);
  expect(await texts()).toEqual(written);
});

it('no sequence of bytes makes it fail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
      expect((await post(signed(), Buffer.from(bytes))).status).toBe(400);
    }),
    { numRuns: 60 },
  );
  expect(await rows()).toBe(0);
});

it('slow headers, slow bodies and idle sockets are closed while others are served', async () => {
  const startedAt = performance.now();
  const slow = [
    raw(''),
    raw(`POST ${pathOf(signed())} HTTP/1.1\r\nHost: x\r\nX-Slow: `, (socket) => drip(socket)),
    raw(`POST ${pathOf(signed())} HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n`, (socket) =>
      drip(socket),
    ),
    ...Array.from({ length: 200 }, () => raw('')),
  ];
  const served: number[] = [];
  for (let sent = 0; sent < 20; sent += 1) {
    const sentAt = performance.now();
    expect((await post(signed(), xml(`neighbour ${sent}`))).status).toBe(200);
    served.push(performance.now() - sentAt);
    await sleep(50);
  }
  expect(Math.max(...served)).toBeLessThan(2_000);
  await Promise.all(slow.slice(0, 2));
  expect(performance.now() - startedAt).toBeLessThan(9_000);
  await Promise.all(slow);
  expect(performance.now() - startedAt).toBeLessThan(14_000);
}, 30_000);

it('headers over 8 KiB are refused', async () => {
  const answer = await raw(`GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(9_000)}\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 431 /);
});

it('addresses in a message are never fetched', async () => {
  let hits = 0;
  const listener = createServer((_request, response) => {
    hits += 1;
    response.end();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
  const head = `<ToUserName>${ACCOUNT.originalId}</ToUserName><FromUserName>oContact</FromUserName><CreateTime>1</CreateTime>`;
  for (const content of [
    `<MsgType>image</MsgType><PicUrl>${address}</PicUrl><MediaId>m1</MediaId><MsgId>901</MsgId>`,
    `<MsgType>link</MsgType><Title>a</Title><Description>b</Description><Url>${address}</Url><MsgId>902</MsgId>`,
    `<MsgType>text</MsgType><Content>${address}</Content><MsgId>903</MsgId>`,
  ]) {
    expect((await post(signed(), `<xml>${head}${content}</xml>`)).status).toBe(200);
  }
  await sleep(300);
  listener.close();
  expect([hits, await rows()]).toEqual([0, 3]);
});

it('the webhook has no rate limit', async () => {
  const query = { ...signed(), signature: 'a'.repeat(40) };
  const statuses = new Set<number>();
  for (let batch = 0; batch < 20; batch += 1) {
    for (const { status } of await Promise.all(Array.from({ length: 50 }, () => post(query, '<xml/>'))))
      statuses.add(status);
  }
  expect([...statuses]).toEqual([401]);
  expect((await post(signed(), xml('still here'))).status).toBe(200);
});

/** Sends bytes as they are; all that comes back until the other side closes. */
function raw(bytes: string, then: (socket: Socket) => void = () => undefined): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      then(socket);
    });
    let answer = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      answer += text;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

function drip(socket: Socket): void {
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else socket.write('x');
  }, 200);
}
