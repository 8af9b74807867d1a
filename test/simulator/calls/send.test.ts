import type { Simulator } from '../../../src/simulator/simulator';
import { call, type Json, sendText, startSimulator, tokenOf } from '../support';

const HOUR = 3_600_000;
let simulator: Simulator;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 10, 22, 4);
  simulator = await startSimulator({ clock: () => now });
});
afterEach(() => simulator.close());

const send = async (body: unknown): Promise<unknown> =>
  (await call(simulator, '/cgi-bin/message/custom/send', body)).errcode;

describe('windows', () => {
  test('allows five messages after a message from the contact and refuses the sixth with 45047', async () => {
    await simulator.write('ann', { type: 'text', text: 'hi' });
    const codes = [];
    for (let count = 0; count < 6; count += 1) codes.push(await sendText(simulator, 'ann'));
    expect(codes).toEqual([0, 0, 0, 0, 0, 45047]);
    expect(simulator.received('ann')).toHaveLength(5);
  });

  test('lets exactly five of twenty parallel messages through', async () => {
    await simulator.write('ann', { type: 'text', text: 'hi' });
    const codes = await Promise.all(Array.from({ length: 20 }, () => sendText(simulator, 'ann')));
    expect(codes.filter((code) => code === 0)).toHaveLength(5);
  });

  test('allows five again after any message from the contact, and does not add them up', async () => {
    await simulator.write('ann', { type: 'text', text: 'hi' });
    await sendText(simulator, 'ann');
    await simulator.write('ann', { type: 'image' });
    expect(simulator.contact('ann').windows).toEqual([
      { trigger: 'message', left: 5, closesAt: now + 48 * HOUR },
    ]);
  });

  test('is open until one millisecond before the 48th hour of the last message, by the clock of the contact', async () => {
    await simulator.write('ann', { type: 'text', text: 'hi' });
    simulator.moveTime('ann', 20 * HOUR);
    await simulator.write('ann', { type: 'text', text: 'again' });
    simulator.moveTime('ann', 48 * HOUR - 1);
    expect(await sendText(simulator, 'ann')).toBe(0);
    simulator.moveTime('ann', 1);
    expect(await sendText(simulator, 'ann')).toBe(45015);
    expect(simulator.received('ann')[0]).toMatchObject({
      at: now,
      virtualAt: now + 68 * HOUR - 1,
      msgtype: 'text',
    });
  });

  test('moves the time of one contact only', async () => {
    await simulator.write('ann', { type: 'text', text: 'hi' });
    await simulator.write('bob', { type: 'text', text: 'hi' });
    simulator.moveTime('ann', 49 * HOUR);
    expect(await sendText(simulator, 'ann')).toBe(45015);
    expect(await sendText(simulator, 'bob')).toBe(0);
  });

  test.each([
    ['subscribe', 3],
    ['SCAN', 3],
    ['CLICK', 3],
    ['scancode_push', 3],
    ['scancode_waitmsg', 3],
    ['VIEW', 0],
    ['LOCATION', 0],
    ['view_miniprogram', 0],
  ])('gives %s %i messages in one minute', async (event, count) => {
    simulator.addContact({ openId: 'ann' });
    await simulator.act('ann', { event, eventKey: 'k' });
    const codes = [];
    for (let sent = 0; sent < 4; sent += 1) codes.push(await sendText(simulator, 'ann'));
    expect(codes.filter((code) => code === 0)).toHaveLength(count);
    expect(codes.at(-1)).toBe(count === 0 ? 45015 : 45047);
    now += 60_000;
    expect(await sendText(simulator, 'ann')).toBe(45015);
  });

  test('counts a tap on a msgmenu item as a menu tap', async () => {
    await simulator.write('ann', { type: 'text', text: 'Yes', bizmsgmenuid: '101' });
    expect(simulator.contact('ann').windows).toEqual([{ trigger: 'menu', left: 3, closesAt: now + 60_000 }]);
  });

  test('allows three messages after a menu tap once the five are used up', async () => {
    await simulator.write('ann', { type: 'text', text: 'hi' });
    for (let count = 0; count < 5; count += 1) await sendText(simulator, 'ann');
    await simulator.act('ann', { event: 'CLICK', eventKey: 'k' });
    const codes = [];
    for (let count = 0; count < 4; count += 1) codes.push(await sendText(simulator, 'ann'));
    expect(codes).toEqual([0, 0, 0, 45047]);
  });

  test('does not charge a refused message', async () => {
    await simulator.write('ann', { type: 'text', text: 'hi' });
    await sendText(simulator, 'ann', 'x'.repeat(2049));
    expect(simulator.contact('ann').windows[0]?.left).toBe(5);
  });
});

describe('receivers', () => {
  test('answers 40003 for an unknown open id and for one of another account', async () => {
    simulator.addAccount({ appId: 'wxother' });
    await simulator.write({ openId: 'eve', appId: 'wxother' }, { type: 'text', text: 'hi' });
    expect(await sendText(simulator, 'nobody')).toBe(40003);
    expect(await sendText(simulator, 'eve')).toBe(40003);
  });

  test('answers 43004 for one who never followed and 45015 for one who unfollowed', async () => {
    simulator.addContact({ openId: 'stranger', follows: false });
    await simulator.write('ann', { type: 'text', text: 'hi' });
    await simulator.act('ann', { event: 'unsubscribe' });
    expect(await sendText(simulator, 'stranger')).toBe(43004);
    expect(await sendText(simulator, 'ann')).toBe(45015);
    expect(await call(simulator, '/cgi-bin/user/info?openid=ann')).toEqual({ subscribe: 0, openid: 'ann' });
  });
});

describe('form', () => {
  beforeEach(() => simulator.write('ann', { type: 'text', text: 'hi' }));

  const to = (msgtype: string, fields: unknown): Json => ({ touser: 'ann', msgtype, [msgtype]: fields });

  test('counts the bytes of a text, not its characters', async () => {
    expect(await sendText(simulator, 'ann', `${'汉'.repeat(682)}ab`)).toBe(0);
    expect(await sendText(simulator, 'ann', '汉'.repeat(683))).toBe(45002);
  });

  test('refuses unicode escapes in the raw body but not a backslash that the operator typed', async () => {
    expect(await send('{"touser":"ann","msgtype":"text","text":{"content":"\\u4f60"}}')).toBe(47002);
    expect(await sendText(simulator, 'ann', 'C:\\u4f60')).toBe(0);
  });

  test.each<[string, unknown, number]>([
    ['an empty body', '', 44002],
    ['no JSON', 'nonsense', 47001],
    ['a list', '[]', 47001],
    ['no receiver', { msgtype: 'text', text: { content: 'x' } }, 41009],
    ['an unknown kind', to('link', {}), 40008],
    ['the name of an inherited property', to('constructor', {}), 40008],
    ['no object of the kind', { touser: 'ann', msgtype: 'text' }, 47001],
    ['an empty text', to('text', { content: '' }), 44004],
    ['a link to a bad mini program', to('text', { content: '<a data-miniprogram-appid="x">y</a>' }), 45086],
    ['an image without id', to('image', {}), 41006],
    ['an image with an unknown id', to('image', { media_id: 'nothing' }), 40007],
    ['two articles', to('news', { articles: [{}, {}] }), 45008],
    ['no article', to('news', { articles: [] }), 44003],
    ['one article', to('news', { articles: [{ title: 't', url: 'https://x', description: 'd' }] }), 0],
    ['a published article', to('mpnewsarticle', { article_id: 'a' }), 0],
    [
      'a menu',
      to('msgmenu', { head_content: 'h', list: [{ id: '1', content: 'Yes' }], tail_content: 't' }),
      0,
    ],
    ['a menu without items', to('msgmenu', { list: [] }), 40035],
    ['a card', to('wxcard', { card_id: 'c' }), 0],
    [
      'a mini program with a bad app id',
      to('miniprogrampage', { title: 't', appid: 'x', pagepath: 'p' }),
      40166,
    ],
    [
      'an empty service account',
      { ...to('text', { content: 'x' }), customservice: { kf_account: '' } },
      40035,
    ],
  ])('judges %s', async (_what, body, code) => {
    expect(await send(body)).toBe(code);
  });

  test('refuses msgmenu for a test account', async () => {
    simulator.updateAccount('wx0123456789abcdef', { isTestAccount: true });
    expect(await send(to('msgmenu', { list: [{ id: '1', content: 'Yes' }] }))).toBe(40200);
  });

  test('answers without a message id', async () => {
    const answer = await call(simulator, '/cgi-bin/message/custom/send', to('text', { content: 'x' }));
    expect(answer).toEqual({ errcode: 0, errmsg: 'ok' });
  });

  test('wants POST', async () => {
    expect((await call(simulator, '/cgi-bin/message/custom/send')).errcode).toBe(43002);
  });
});

describe('typing', () => {
  const typing = async (command: string): Promise<unknown> =>
    (await call(simulator, '/cgi-bin/message/custom/typing', { touser: 'ann', command })).errcode;

  test('is shown for 15 s, once, and ends with a message', async () => {
    await simulator.write('ann', { type: 'text', text: 'hi' });
    expect(await typing('Typing')).toBe(0);
    expect(await typing('Typing')).toBe(45081);
    expect(simulator.contact('ann').typing).toBe(true);
    now += 15_000;
    expect(await typing('Typing')).toBe(0);
    await sendText(simulator, 'ann');
    expect(simulator.contact('ann').typing).toBe(false);
    expect(await typing('Typing')).toBe(0);
    expect(await typing('CancelTyping')).toBe(0);
    expect(simulator.contact('ann')).toMatchObject({ typing: false, windows: [{ left: 4 }] });
  });

  test('needs a message from either side within 30 s, and a known command', async () => {
    await simulator.write('ann', { type: 'text', text: 'hi' });
    now += 30_001;
    expect(await typing('Typing')).toBe(45080);
    expect(await typing('Dance')).toBe(45072);
  });
});

test('the ledger keeps the calls with their answers, without secrets', async () => {
  await simulator.write('ann', { type: 'text', text: 'hi' });
  await sendText(simulator, 'ann', 'one');
  await sendText(simulator, 'nobody', 'two');
  expect(simulator.calls('custom/send')).toMatchObject([
    { openId: 'ann', accepted: true, errcode: 0, fault: null, request: { text: { content: 'one' } } },
    { openId: 'nobody', accepted: false, errcode: 40003 },
  ]);
  const ledger = JSON.stringify(simulator.calls());
  expect(ledger).not.toContain('a-secret-of-this-test');
  expect(ledger).not.toContain(await tokenOf(simulator));
});
