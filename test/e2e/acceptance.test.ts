/** The basic acceptance criteria, by HTTP only, against the program that `npm start` runs. */
import { gzipSync } from 'node:zlib';
import { eventually } from '../support/eventually';
import { createProcessDesk, type DeskChannel, HOUR, type ProcessDesk } from '../support/process-desk';
import { imageXml, postWebhook, signedQuery, textXml } from '../support/process-webhook';

// A busy machine takes many times as long as an idle one; what has to be quick is measured in the test.
jest.setTimeout(180_000);

let desk: ProcessDesk;
let channel: DeskChannel;
let webhook: string;
beforeAll(async () => {
  desk = await createProcessDesk();
  await desk.start();
  channel = await desk.connect();
  webhook = channel.account.webhookUrl ?? '';
}, 180_000);
afterAll(() => desk.close());

const post = (body: string | Buffer, options?: Parameters<typeof postWebhook>[3]) =>
  postWebhook(webhook, channel.account.token, body, options);
const text = (from: string, content: string, msgId: string) =>
  textXml(channel.account.originalId, from, content, msgId);

describe('the life of a conversation', () => {
  test("WeChat's sample of a text and of an image make a conversation", async () => {
    const first = await post(text('fromUser', 'this is a test', '1234567890123456'));
    expect(first).toMatchObject({ status: 200, text: 'success' });
    await post(imageXml(channel.account.originalId, 'fromUser', '1234567890123457'));

    const conversation = await desk.conversation('fromUser', ({ unread }) => unread === 2);
    expect(conversation).toMatchObject({ state: 'waiting', channelId: channel.channelId, operator: null });
    expect(await desk.timeline('fromUser')).toMatchObject([
      { direction: 'inbound', type: 'text', text: 'this is a test', conversationId: conversation.id },
      { direction: 'inbound', type: 'image', mediaId: 'media_id', pictureUrl: 'this is a url' },
    ]);
  });

  test('an event is recorded on the contact and starts no conversation', async () => {
    await desk.simulator.act(
      { openId: 'oClicks', appId: channel.account.appId },
      { event: 'CLICK', eventKey: 'K1' },
    );
    const rows = await eventually(async () => {
      const timeline = await desk.timeline('oClicks');
      return timeline.length > 0 && timeline;
    }, 'the event is recorded');
    expect(rows).toMatchObject([{ direction: 'event', type: 'menu_click', conversationId: null }]);
    expect(await desk.conversations('oClicks')).toEqual([]);
  });

  test('five replies in a row pass, the sixth is refused with consecutive_limit_reached', async () => {
    await desk.writes('oFive', 'hello');
    for (const count of [1, 2, 3, 4, 5]) {
      expect((await desk.replies('oFive', `reply ${count}`))?.body).toMatchObject({ status: 'sent' });
    }
    const sixth = await desk.replies('oFive', 'reply 6');
    expect(sixth?.status).toBe(409);
    expect(sixth?.headers.get('content-type')).toContain('application/problem+json');
    expect(sixth?.body).toMatchObject({ code: 'consecutive_limit_reached', limit: 5, sent: 5 });

    await desk.writes('oFive', 'thanks');
    await desk.conversation('oFive', ({ consecutive }) => consecutive.sent === 0);
    expect((await desk.replies('oFive', 'reply 7'))?.status).toBe(201);
  });

  test('with messages at 0, 20 and 40 h, it is closed for replies at 48 h, and the next message starts a new one', async () => {
    await desk.writes('oWindow', 'at 0 h');
    const first = await desk.conversation('oWindow');
    await desk.replies('oWindow', 'attended');
    for (const at of [20, 40]) {
      await desk.waits('oWindow', 20 * HOUR);
      await desk.writes('oWindow', `at ${at} h`);
      // Its workflow has it; else the clock would move on before it.
      await eventually(
        async () => (await desk.timeline('oWindow')).some(({ text }) => text === `at ${at} h`),
        `the message at ${at} h is filed`,
      );
    }
    await desk.waits('oWindow', 8 * HOUR);

    const refused = await desk.replies('oWindow', 'too late');
    expect(refused?.status).toBe(409);
    expect(refused?.body).toMatchObject({ code: 'window_closed', since: first.window.closesAt });

    await desk.writes('oWindow', 'at 48 h');
    const next = await desk.conversation('oWindow', ({ id }) => id !== first.id);
    expect(next).toMatchObject({ state: 'waiting', unread: 1, window: { open: true } });
    const [old] = await desk.conversations('oWindow');
    expect(old).toMatchObject({ id: first.id, state: 'completed', completedReason: 'window_renewed' });
  });

  test('attended and left alone, it completes after 24 h as idle_timeout', async () => {
    await desk.writes('oIdle', 'hello');
    await desk.replies('oIdle', 'good day');
    await desk.waits('oIdle', 24 * HOUR);
    expect(await desk.conversation('oIdle', ({ state }) => state === 'completed')).toMatchObject({
      completedReason: 'idle_timeout',
    });
  });

  test('no invariant is violated', async () => {
    expect(await desk.violations()).toEqual([]);
  });
});

describe('the webhook', () => {
  test('answers the verification with echostr, and 401 to a wrong signature', async () => {
    const query = signedQuery(channel.account.token);
    query.set('echostr', '7312345678901234567');
    const verified = await fetch(`${webhook}?${query.toString()}`);
    expect([verified.status, await verified.text()]).toEqual([200, '7312345678901234567']);
    expect(verified.headers.get('content-type')).toContain('text/plain');

    query.set('nonce', '1');
    const refused = await fetch(`${webhook}?${query.toString()}`);
    expect([refused.status, await refused.text()]).toEqual([401, 'refused']);
  });

  test.each(['plain', 'compatible', 'safe'] as const)('takes messages in %s mode', async (encryption) => {
    const { account } = await desk.connect({ encryption });
    expect(await desk.simulator.verifyWebhook(account.appId)).toMatchObject({ ok: true });
    const openId = `oMode-${encryption}`;
    const written = await desk.simulator.write(
      { appId: account.appId, openId },
      { type: 'text', text: '你好 😀' },
    );
    expect(written.delivered).toBe(true);
    await desk.conversation(openId);
    expect(await desk.timeline(openId)).toMatchObject([{ type: 'text', text: '你好 😀' }]);
  });

  test('accepts no plain text if the channel encrypts', async () => {
    const { account } = await desk.connect({ encryption: 'compatible' });
    const { status } = await postWebhook(
      account.webhookUrl ?? '',
      account.token,
      textXml(account.originalId, 'oClear', 'clear', '1'),
    );
    expect(status).toBe(401);
  });

  const survivors: readonly (readonly [name: string, written: string, shown: string])[] = [
    ['Chinese', '你好，世界。繁體字', '你好，世界。繁體字'],
    ['emoji', '👨‍👩‍👧 😀 🇨🇳', '👨‍👩‍👧 😀 🇨🇳'],
    ['leading zeros', '007', '007'],
    ['what looks like a number', '1e5', '1e5'],
    ['what looks like a boolean', 'true', 'true'],
    ['spaces around', '  a  ', '  a  '],
    ['the end of a CDATA section', 'a]]]]><![CDATA[>b', 'a]]>b'],
    ['the end of a CDATA section as it was typed', 'a]]>b', 'a]]>b'],
    ['markup', '<b>&amp; "x"</b>', '<b>&amp; "x"</b>'],
  ];
  test.each(survivors)('keeps %s exactly', async (name, written, shown) => {
    const openId = `oKeeps-${name.replaceAll(' ', '-')}`;
    expect((await post(text(openId, written, '23456789012345678901'))).status).toBe(200);
    await desk.conversation(openId);
    expect((await desk.timeline(openId))[0]?.text).toBe(shown);
  });

  test('distinguishes ids above 2^53, and accepts a repeat once', async () => {
    for (const id of ['9007199254740992', '9007199254740993', '9007199254740993', '18446744073709551615']) {
      expect((await post(text('oIds', `id ${id}`, id))).text).toBe('success');
    }
    await desk.conversation('oIds', ({ unread }) => unread === 3);
    expect((await desk.timeline('oIds')).map((row) => row.text)).toEqual([
      'id 9007199254740992',
      'id 9007199254740993',
      'id 18446744073709551615',
    ]);
  });

  test('refuses what is not from WeChat, and stores none of it', async () => {
    const body = text('oRefused', 'refused', '1');
    const forged = signedQuery('another-token');
    expect((await post(body, { query: forged })).status).toBe(401);
    expect((await post(body, { query: new URLSearchParams() })).status).toBe(401);
    const unknown = webhook.replace(channel.channelId, 'nobody');
    expect((await postWebhook(unknown, channel.account.token, body)).status).toBe(404);
    expect(await desk.timeline('oRefused')).toEqual([]);
  });

  type Bad = readonly [
    name: string,
    status: number,
    body: () => string | Buffer,
    headers: Record<string, string>,
  ];
  const bad: readonly Bad[] = [
    ['too large: 413', 413, () => Buffer.alloc(64 * 1024 + 1, ' '), {}],
    ['compressed: 415', 415, () => gzipSync(text('oBad', 'zipped', '1')), { 'content-encoding': 'gzip' }],
    ['empty: 400', 400, () => '', {}],
    ['not XML: 400', 400, () => '{"a":1}', {}],
    ['cut off: 400', 400, () => text('oBad', 'cut', '1').slice(0, -8), {}],
    ['with a DOCTYPE: 400', 400, () => `<!DOCTYPE xml [<!ENTITY a "b">]>${text('oBad', '&a;', '1')}`, {}],
    ['for another account: 400', 400, () => textXml('gh_another', 'oBad', 'astray', '1'), {}],
    [
      'with two senders: 400',
      400,
      () => text('oBad', 'x', '1').replace('<MsgId>', '<FromUserName>oWorse</FromUserName><MsgId>'),
      {},
    ],
  ];
  test.each(bad)('refuses a body that is %s', async (_name, status, body, headers) => {
    expect(await post(body(), { headers })).toMatchObject({ status, text: 'refused' });
    expect(await desk.timeline('oBad')).toEqual([]);
  });
});
