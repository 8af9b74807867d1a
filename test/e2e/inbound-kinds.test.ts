/**
 * Every message and event that WeChat pushes, from the XML as WeChat posts it to the transcript as the API shows it.
 */
import type { MessageBody } from '../../src/contracts/conversations/message';
import { eventually } from '../support/eventually';
import { EVENT_ROWS, type EventRow, MESSAGE_ROWS } from '../support/inbound-rows';
import { createProcessDesk, type DeskChannel, type ProcessDesk } from '../support/process-desk';
import { postWebhook } from '../support/process-webhook';

jest.setTimeout(180_000);

let desk: ProcessDesk;
let channel: DeskChannel;
beforeAll(async () => {
  desk = await createProcessDesk();
  await desk.start();
  channel = await desk.connect();
}, 180_000);
afterAll(() => desk.close());

let createTime = 1_700_000_000;
const post = async (from: string, msgType: string, inner: string): Promise<void> => {
  createTime += 1;
  const xml = `<xml><ToUserName><![CDATA[${channel.account.originalId}]]></ToUserName>
<FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>${createTime}</CreateTime>
<MsgType><![CDATA[${msgType}]]></MsgType>
${inner}</xml>`;
  const answer = await postWebhook(channel.account.webhookUrl ?? '', channel.account.token, xml);
  expect(answer).toMatchObject({ status: 200, text: 'success' });
};
const postEvent = (from: string, [event, inner]: EventRow) =>
  post(from, 'event', `<Event><![CDATA[${event}]]></Event>${inner}`);

/** The contact's timeline, as soon as it has this many rows. */
const timeline = (openId: string, rows: number): Promise<readonly MessageBody[]> =>
  eventually(async () => {
    const shown = await desk.timeline(openId);
    return shown.length >= rows && shown;
  }, `${rows} rows of ${openId}`);

/**
 * Fields that every row has, and those that are fetched later; the rest depends on the type. WeChat's samples are years
 * older than what is written here: among others they are `late`.
 */
const COMMON = new Set([
  'late',
  'id',
  'conversationId',
  'contactId',
  'seq',
  'direction',
  'sender',
  'status',
  'attachment',
  'createdAt',
  'changedAt',
  'wechatCreatedAt',
]);

function factsOf(row: MessageBody): object {
  expect(row).toMatchObject({
    sender: { kind: 'contact' },
    status: null,
    wechatCreatedAt: expect.any(String),
  });
  return Object.fromEntries(Object.entries(row).filter(([name]) => !COMMON.has(name)));
}

describe('a message from a contact', () => {
  it.each(MESSAGE_ROWS)('%s', async (name, msgType, inner, facts) => {
    const openId = `oWrites-${name.replaceAll(' ', '-')}`;
    await post(openId, msgType, `${inner}<MsgId>23456789012345678901</MsgId>`);
    const [row] = await timeline(openId, 1);
    expect(row === undefined ? row : factsOf(row)).toEqual(facts);
    const conversation = await desk.conversation(openId);
    expect(row).toMatchObject({ direction: 'inbound', conversationId: conversation.id });
    expect(conversation).toMatchObject({ state: 'waiting', unread: 1, lastMessage: facts });
  });

  it('of an unknown type is kept with its fields, and counts as a message', async () => {
    await post('oUnknown', 'hologram', '<MsgId>1</MsgId><Depth><Unit>cm</Unit></Depth>');
    const { lastMessage } = await desk.conversation('oUnknown');
    expect(lastMessage).toMatchObject({
      type: 'unknown',
      wechatType: 'hologram',
      fields: { Depth: { Unit: 'cm' } },
      summary: "Message of unknown type 'hologram'",
    });
  });

  it('that is a tap on a menu message is a menu tap: on its own it starts nothing', async () => {
    const inner = '<Content>Orders</Content><MsgId>1</MsgId><bizmsgmenuid>101</bizmsgmenuid>';
    await post('oMenu', 'text', inner);
    const [alone] = await timeline('oMenu', 1);
    expect(alone).toMatchObject({
      direction: 'event',
      type: 'msgmenu_tap',
      text: 'Orders',
      menuItemId: '101',
    });
    expect(alone).toMatchObject({ conversationId: null, summary: expect.stringContaining("Chose 'Orders'") });
    expect(await desk.conversations('oMenu')).toEqual([]);

    await desk.writes('oMenu', 'hello');
    await desk.conversation('oMenu');
    expect((await desk.replies('oMenu', 'good day'))?.status).toBe(201);
    await post('oMenu', 'text', inner.replace('<MsgId>1<', '<MsgId>2<'));
    const rows = await timeline('oMenu', 4);
    const { id, unread, consecutive, window } = await desk.conversation(
      'oMenu',
      (one) => one.window.trigger !== null,
    );
    expect(rows.at(-1)).toMatchObject({ direction: 'event', type: 'msgmenu_tap', conversationId: id });
    // Neither the counter nor the number of unread messages has changed.
    expect([unread, consecutive.sent]).toEqual([0, 1]);
    expect(window.trigger).toMatchObject({ kind: 'menu_message_tap', remaining: 3 });
  });
});

describe('an event', () => {
  const rows = EVENT_ROWS.map((row, index) => [`${row[0]} (${index})`, index, row] as const);

  it.each(rows)('%s alone is on the timeline and starts no conversation', async (_name, index, row) => {
    const openId = `oActs-${index}`;
    // In some events the person concerned is not the sender.
    await postEvent(row[1].includes('<OpenID>') ? 'oSomebody' : openId, [
      row[0],
      row[1].replace('oPerson', openId),
      row[2],
    ]);
    const [shown] = await timeline(openId, 1);
    expect(shown).toMatchObject({ direction: 'event', conversationId: null });
    expect(shown === undefined ? shown : factsOf(shown)).toEqual(row[2]);
    expect(await desk.conversations(openId)).toEqual([]);
  });

  it.each([
    'card_pass_check',
    'user_get_card',
    'poi_check_notify',
    'merchant_order',
    'WifiConnected',
    'debug',
  ])('%s, which we have no use for, is kept with its fields', async (event) => {
    await postEvent(`oUnknown-${event}`, [event, '<X><Y>1</Y></X>', {}]);
    expect(await timeline(`oUnknown-${event}`, 1)).toMatchObject([
      {
        direction: 'event',
        type: 'unknown_event',
        wechatEvent: event,
        fields: { X: { Y: '1' } },
        summary: `Event of unknown type '${event}'`,
      },
    ]);
  });

  it('of any type is filed in the open conversation, and an unfollow ends it', async () => {
    await desk.writes('oOpen', 'hello');
    const { id } = await desk.conversation('oOpen');
    const others = EVENT_ROWS.filter(([event]) => event !== 'unsubscribe');
    for (const [event, inner, facts] of others) {
      await postEvent('oOpen', [event, inner.replace('oPerson', 'oOpen'), facts]);
    }
    const shown = await timeline('oOpen', 1 + others.length);
    expect(new Set(shown.map(({ conversationId }) => conversationId))).toEqual(new Set([id]));
    expect(shown.slice(1).map(factsOf)).toEqual(others.map(([, , facts]) => facts));
    expect(await desk.conversation('oOpen')).toMatchObject({ id, state: 'waiting', unread: 1 });

    await postEvent('oOpen', ['unsubscribe', '<EventKey></EventKey>', {}]);
    const ended = await desk.conversation('oOpen', ({ state }) => state === 'completed');
    expect(ended).toMatchObject({ id, completedReason: 'unsubscribed' });
    expect((await desk.timeline('oOpen')).at(-1)).toMatchObject({ type: 'unsubscribe', conversationId: id });
  });
});
