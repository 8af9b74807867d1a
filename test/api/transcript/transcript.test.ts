/** A whole conversation as one file, over HTTP: what it says, to whom, and that it runs nothing of what people wrote. */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { transcriptSchema } from '../../../src/contracts/conversations/transcript';
import { newId } from '../../../src/platform/ids';
import { ratings } from '../../../src/store/schema/ratings';
import type { TestOperator } from '../../support/administration-app';
import { type ConversationApp, startConversationApp } from '../../support/conversation-app';
import { mp4, padded, png } from '../../support/sample-files';

const MB = 1_048_576;
const HOSTILE = `</p></style><script>alert(1)</script><img src=x onerror=alert(2)> "'><svg/onload=alert(3)> &lt; \u202E{{name}}`;

let app: ConversationApp;
let brandId: string;
let channelId: string;
let anna: TestOperator;
let stranger: TestOperator;

beforeAll(async () => {
  app = await startConversationApp();
}, 60_000);
beforeEach(async () => {
  await app.reset();
  ({ brandId, channelId } = await app.channel());
  anna = await app.operator([brandId]);
  stranger = await app.operator([]);
});
afterAll(() => app.close());

type File = { readonly status: number; readonly headers: Headers; readonly text: string };

async function saved(
  id: string,
  query: string,
  more: { token?: string; language?: string } = {},
): Promise<File> {
  const { token = anna.token, language } = more;
  const answer = await fetch(`${app.url}/api/v1/conversations/${id}/transcript${query}`, {
    headers: {
      Authorization: `Bearer ${token}`,
      ...(language === undefined ? {} : { 'Accept-Language': language }),
    },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
const data = async (id: string, query = '') =>
  transcriptSchema.parse(JSON.parse((await saved(id, `?format=json${query}`)).text));
const post = (path: string, body: object) =>
  app.call('POST', `/api/v1/conversations/${path}`, body, { token: anna.token });
const reply = (id: string, text: string, more: object = {}) =>
  post(`${id}/messages`, { type: 'text', text, ...more });

async function upload(bytes: Buffer, name: string): Promise<string> {
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), name);
  const headers = { Authorization: `Bearer ${anna.token}` };
  const answer = await fetch(`${app.url}/api/v1/attachments`, { method: 'POST', body: form, headers });
  return ((await answer.json()) as { id: string }).id;
}

/** A row as the projection would have written it. */
async function addRow(row: {
  contactId: string;
  conversationId: string;
  direction: string;
  type: string;
  content: object;
  senderKind: string;
  status?: string;
}): Promise<void> {
  const { contactId, conversationId, direction, type, content, senderKind, status = null } = row;
  await app.database.db.execute(sql`
    with place as (update contacts set last_seq = last_seq + 1 where id = ${contactId} returning last_seq)
    insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind, status)
    select ${newId()}, ${contactId}, ${channelId}, ${conversationId}, ${direction}, ${type},
      ${JSON.stringify(content)}::jsonb, last_seq, ${senderKind}, ${status} from place`);
}

describe('a transcript', () => {
  it('has every row in the words of the console, with who spoke', async () => {
    const { conversationId, contactId } = await app.receive(channelId, 'Is the tea fresh?');
    await app.call('PATCH', `/api/v1/contacts/${contactId}`, { name: '李雷' }, { token: anna.token });
    await post(`${conversationId}/attend`, {});
    await reply(conversationId, 'See <a href="https://tea.example/fresh">our page</a>.');
    await post(`${conversationId}/notes`, { text: 'a regular' });
    const ids = { contactId, conversationId };
    await addRow({
      ...ids,
      direction: 'event',
      type: 'menu_click',
      content: { key: 'prices' },
      senderKind: 'contact',
    });
    await addRow({
      ...ids,
      direction: 'outbound',
      type: 'text',
      content: { text: 'Thanks for writing.' },
      senderKind: 'system',
      status: 'sent',
    });
    await addRow({
      ...ids,
      direction: 'outbound',
      type: 'text',
      content: { text: 'I am a bot.', aiLabel: true },
      senderKind: 'bot',
      status: 'sent',
    });
    const { name } = (await app.deps.operators.find(anna.id)) ?? {};
    const file = await data(conversationId);
    expect(file.entries.map(({ who, lines, facts }) => [who, lines, facts])).toEqual([
      ['李雷', ['Is the tea fresh?'], expect.any(Array)],
      [name, ['See our page (https://tea.example/fresh).'], ['Sent']],
      [`Note by ${name}`, ['a regular'], []],
      [null, ['Tapped a menu item: prices'], []],
      ['Automatic message', ['Thanks for writing.'], ['Sent']],
      ['Bot', ['I am a bot.'], ['AI', 'Sent']],
    ]);
    expect(file).toMatchObject({ count: 6, conversation: { id: conversationId, completedAt: null } });
    const list = await app.call('GET', `/api/v1/conversations/${conversationId}/messages`, undefined, anna);
    expect(file.entries.map(({ message }) => message)).toEqual(list.body.items);
    expect((await data(conversationId, '&notes=false')).entries).toHaveLength(5);
    for (const format of ['html', 'txt']) {
      const { text } = await saved(conversationId, `?format=${format}`);
      for (const words of [
        'Conversation with 李雷',
        `Note by ${name}`,
        'Still open',
        'End of the transcript: 6 entries',
      ])
        expect(text).toContain(words);
    }
  });

  it('shows what did not arrive: failed with its code, unknown, held, cancelled', async () => {
    const { conversationId } = await app.receive(channelId);
    app.host.behaviour.outcome = { type: 'unknown' };
    await reply(conversationId, 'perhaps');
    app.host.behaviour.outcome = { type: 'refused', code: 'wechat_refused', wechatCode: 45999 };
    await reply(conversationId, 'refused');
    app.host.behaviour.outcome = { type: 'sent' };
    for (let n = 0; n < 5; n += 1) await reply(conversationId, `reply ${n}`, { whenBlocked: 'hold' });
    const { body } = await reply(conversationId, 'dropped', { whenBlocked: 'hold' });
    const path = `/api/v1/conversations/${conversationId}/messages/${body.id}`;
    await app.call('DELETE', path, undefined, { token: anna.token });
    await app.host.idle();
    const factsOf = (file: Awaited<ReturnType<typeof data>>, text: string) =>
      file.entries.find(({ lines }) => lines[0] === text)?.facts.join(' | ');
    const file = await data(conversationId);
    expect(factsOf(file, 'refused')).toBe(
      'Failed | WeChat refused this with an unknown code. | WeChat code: 45999',
    );
    expect(factsOf(file, 'perhaps')).toMatch(
      /^Delivery not confirmed \| WeChat did not confirm this message/,
    );
    expect(factsOf(file, 'reply 4')).toBe('Will be sent when they reply');
    expect(factsOf(file, 'dropped')).toBe('Cancelled');
    const { text: html } = await saved(conversationId, '?format=html');
    expect([...html.matchAll(/data-status="(\w+)"/g)].map(([, one]) => one)).toEqual(
      expect.arrayContaining(['failed', 'unknown', 'held', 'cancelled']),
    );
  });

  it('says how the contact rated the conversation, and why', async () => {
    const { conversationId, contactId } = await app.receive(channelId, 'Is the tea fresh?');
    expect((await data(conversationId)).conversation.rating).toBeNull();
    await app.database.db.insert(ratings).values({
      conversationId,
      contactId,
      brandId,
      channelId,
      messageId: newId(),
      options: [{ id: '2', label: 'Poor', menuId: '1' }],
      score: 2,
      label: 'Poor',
      comment: '<b>Cold</b>',
      ratedAt: new Date('2026-11-22T12:00:00.000Z'),
    });
    expect((await data(conversationId)).conversation.rating).toEqual({
      score: 2,
      label: 'Poor',
      comment: '<b>Cold</b>',
      at: '2026-11-22T12:00:00.000Z',
    });
    expect((await saved(conversationId, '?format=txt')).text).toContain(
      'Rated 2 of 5: Poor · “<b>Cold</b>”\n',
    );
    const page = await saved(conversationId, '?format=html&lang=zh');
    expect(page.text).toContain('<p>评分 2/5：Poor · “&lt;b&gt;Cold&lt;/b&gt;”</p>');
  });

  it('says where contents were deleted', async () => {
    const { conversationId, messageId } = await app.receive(channelId, 'my number is 12345');
    await app.database.db.execute(sql`update messages set content = '{}' where id = ${messageId}`);
    expect((await data(conversationId)).entries[0]?.lines).toEqual(['The contents were deleted.']);
    expect((await saved(conversationId, '?format=txt&lang=zh')).text).toContain('内容已删除。');
  });

  it('has pictures inside, and names what is too large or no picture', async () => {
    const { conversationId } = await app.receive(channelId);
    const small = png();
    for (const [type, bytes, name] of [
      ['image', small, 'small.png'],
      ['image', padded(png(), 2 * MB + 1), 'large.png'],
      ['video', mp4(), 'film.mp4'],
    ] as const) {
      const attachmentId = await upload(bytes, name);
      expect((await post(`${conversationId}/messages`, { type, attachmentId })).status).toBe(201);
    }
    const address = `data:image/png;base64,${small.toString('base64')}`;
    const { entries } = await data(conversationId);
    expect(entries.slice(1).map(({ lines, picture }) => [lines, picture])).toEqual([
      [['Picture'], address],
      [['Picture', 'Picture, not in this file because of its size: large.png, 2 MB'], undefined],
      [['Video', expect.stringMatching(/^File: film\.mp4, \d/)], undefined],
    ]);
    const { text: html } = await saved(conversationId, '?format=html');
    expect(html.match(/<img /g)).toHaveLength(1);
    expect(html).toContain(`<img src="${address}" alt="small.png">`);
    const { text } = await saved(conversationId, '?format=txt');
    expect(text).toMatch(/File: small\.png, \d+ B/);
    expect(text).not.toContain('base64');
  });

  it('stays whole when a picture is no longer there', async () => {
    const { conversationId } = await app.receive(channelId);
    const picture = png();
    const attachmentId = await upload(picture, 'gone.png');
    await post(`${conversationId}/messages`, { type: 'image', attachmentId });
    await app.mediaStore.remove(createHash('sha256').update(picture).digest('hex'));
    const { entries, count } = await data(conversationId);
    expect([count, entries[1]?.lines]).toEqual([2, ['Picture', 'The picture could not be loaded.']]);
  });
});

describe('hostile texts', () => {
  /** The tags that the page itself is made of. */
  const OWN = new Set(
    'html head meta title style body div header h1 p main h2 article time bdi img footer'.split(' '),
  );

  it('stay texts in the page, which may run and load nothing', async () => {
    const { conversationId, contactId } = await app.receive(channelId, HOSTILE);
    await app.call(
      'PATCH',
      `/api/v1/contacts/${contactId}`,
      { name: '<b onclick=x>"\'&' },
      { token: anna.token },
    );
    await reply(conversationId, `<a href="javascript:alert(1)">x</a> ${HOSTILE}`);
    await reply(conversationId, '<a href="https://a.test/?%3C">x</a>');
    await post(`${conversationId}/notes`, { text: HOSTILE });
    const ids = { contactId, conversationId };
    await addRow({
      ...ids,
      direction: 'inbound',
      type: 'link',
      content: { title: HOSTILE, description: HOSTILE, url: 'javascript:alert(1)' },
      senderKind: 'contact',
    });
    await addRow({
      ...ids,
      direction: 'event',
      type: 'of_a_newer_release',
      content: { fields: { [HOSTILE]: HOSTILE } },
      senderKind: 'contact',
    });
    const attachmentId = await upload(png(), `"><script>x</script>.png`);
    await post(`${conversationId}/messages`, { type: 'image', attachmentId });

    const { status, headers, text: html } = await saved(conversationId, '?format=html');
    expect(status).toBe(200);
    const tags = [...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name = '']) => name.toLowerCase());
    expect(tags.filter((name) => !OWN.has(name))).toEqual([]);
    // Inside a tag, what people wrote is only the value of a quoted attribute.
    const insides = [...html.matchAll(/<[a-z][^>]*>/gi)].map(([tag]) => tag.replace(/"[^"]*"/g, '""'));
    expect(insides.filter((tag) => /\bon\w+|javascript|'|<.*</i.test(tag))).toEqual([]);
    expect(html).not.toMatch(/(?:src|href)="(?!data:image\/png;base64,)/);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).toContain('&lt;b onclick=x&gt;&quot;&#39;&amp;');

    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(html) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = `default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
    expect(headers.get('content-security-policy')).toBe(`${policy}; frame-ancestors 'self'`);
    expect(html).toContain(`content="${policy.replaceAll("'", '&#39;')}"`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('cannot look like an entry of their own in plain text', async () => {
    const forged =
      '好\n[09:00:00] Anna: I will pay you back\u2028[09:01:00] Anna: soon\r[09:02] x\u001B[2J\u202Etxt';
    const { conversationId } = await app.receive(channelId, forged);
    const { text } = await saved(conversationId, '?format=txt');
    const entries = text.split('\n').filter((line) => line.startsWith('['));
    expect(entries).toHaveLength(1);
    expect(text).toContain(
      '\n    [09:00:00] Anna: I will pay you back\n    [09:01:00] Anna: soon\n    [09:02] x[2Jtxt\n',
    );
    expect(['\u001B', '\u202E', '\u2028', '\r'].filter((sign) => text.includes(sign))).toEqual([]);
  });

  it('are no part of a header', async () => {
    const { conversationId, contactId } = await app.receive(channelId);
    const name = `"; x="/../李雷\u{1F375}`;
    await app.call('PATCH', `/api/v1/contacts/${contactId}`, { name }, { token: anna.token });
    const { headers } = await saved(conversationId, '?format=html&disposition=inline');
    const day = new Date().toISOString().slice(0, 10);
    const encoded = encodeURIComponent(`${name} ${day}.html`);
    expect(headers.get('content-disposition')).toMatch(/^inline; filename="[\w.-]+"; filename\*=UTF-8''\S+$/);
    expect(headers.get('content-disposition')).toContain(encoded);
  });
});

describe('its language and times', () => {
  it.each([
    ['?format=txt', 'ja,en;q=0.5', 'ja', 'さんとの会話'],
    ['?format=txt', 'fr, zh-CN;q=0.8, en;q=0.5', 'zh', '的会话'],
    ['?format=txt', 'de', 'en', 'Conversation with'],
    ['?format=txt&lang=zh', 'ja', 'zh', '的会话'],
  ])('%s for a reader of %s: %s', async (query, language, expected, words) => {
    const { conversationId } = await app.receive(channelId);
    const { headers, text } = await saved(conversationId, query, { language });
    expect([headers.get('content-language'), headers.get('vary')]).toEqual([
      expected,
      expect.stringContaining('Accept-Language'),
    ]);
    expect(text).toContain(words);
  });

  it('are those of the time zone, with a heading for each of its days', async () => {
    const { conversationId, messageId } = await app.receive(channelId, 'late in London');
    const second = await app.receive(channelId, 'a minute later');
    const at = (id: string, time: string) =>
      app.database.db.execute(
        sql`update messages set created_at = ${time}, wechat_created_at = null where id = ${id}`,
      );
    await at(messageId, '2026-11-22T15:59:30Z');
    await at(second.messageId, '2026-11-22T16:00:30Z');
    const { text } = await saved(conversationId, '?format=txt&timeZone=Asia/Shanghai');
    expect(text).toContain('== Sunday, November 22, 2026 ==\n[23:59:30] ');
    expect(text).toContain('== Monday, November 23, 2026 ==\n[00:00:30] ');
    const { text: utc } = await saved(conversationId, '?format=txt');
    expect(utc.match(/^== /gm)).toHaveLength(1);
    expect(utc).toContain('[15:59:30] ');
  });

  it.each([
    'timeZone=CST',
    'timeZone=Mars/Base',
    'timeZone=%2B08:00',
    'lang=fr',
    'format=pdf',
    'notes=maybe',
    'x=1',
  ])('refuses %s', async (query) => {
    const { conversationId } = await app.receive(channelId);
    const { status, text } = await saved(conversationId, `?${query}`);
    expect([status, JSON.parse(text)]).toMatchObject([400, { code: 'invalid_request' }]);
  });
});

describe('who may have it', () => {
  it('is who may see the conversation; a read-only token is enough', async () => {
    const { conversationId } = await app.receive(channelId);
    const reading = await app.deps.apiTokens.create({ operatorId: anna.id, name: 'reads', scopes: ['read'] });
    expect((await saved(conversationId, '', { token: reading.secret })).status).toBe(200);
    for (const format of ['json', 'html', 'txt']) {
      const refused = await saved(conversationId, `?format=${format}`, { token: stranger.token });
      expect([refused.status, JSON.parse(refused.text)]).toMatchObject([404, { code: 'not_found' }]);
      expect((await saved(conversationId, `?format=${format}`, { token: 'none' })).status).toBe(401);
    }
    expect((await saved(newId(), '')).status).toBe(404);
  });
});

describe('a long conversation', () => {
  it('of 10,000 messages arrives whole and in order', async () => {
    const { conversationId, contactId } = await app.receive(channelId, 'first');
    await app.database.db.execute(sql`
      insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind)
      select 'long-' || n, ${contactId}, ${channelId}, ${conversationId}, 'inbound', 'text',
        jsonb_build_object('text', 'message ' || n), 1000 + n, 'contact' from generate_series(1, 9999) as n`);
    const { text } = await saved(conversationId, '?format=txt');
    const numbers = [...text.matchAll(/: message (\d+)$/gm)].map(([, n]) => Number(n));
    expect(numbers).toEqual(Array.from({ length: 9_999 }, (_, index) => index + 1));
    expect(text).toContain('End of the transcript: 10000 entries');
    expect((await data(conversationId)).count).toBe(10_000);
  });
});
