/** Lists and search on a filled store: what they find, and that no query reads a whole table. */
import { sql } from 'drizzle-orm';
import { fillConversations } from '../../../bench/rows/fill-conversations';
import { plansOf, READS_WHOLE_TABLE } from '../../../bench/rows/plans';
import type { ConversationFilter } from '../../../src/store/conversations/conversation-pages';
import { createConversations } from '../../../src/store/conversations/conversations';
import { describeWithDatabase } from '../../support/database';

const ALL: ConversationFilter = { brandIds: null };

describeWithDatabase('lists and search', (database) => {
  const list = async (filter: Partial<ConversationFilter>, limit = 50, before: number | null = null) => {
    const page = { before, limit };
    const found = await createConversations(database()).list({ ...ALL, ...filter }, page);
    return found.map(({ conversation }) => conversation.id);
  };

  it('find words in messages, notes, names and openids, in Chinese too, ignoring case', async () => {
    await fillConversations(database(), {
      conversations: 40,
      textOf: (number) =>
        ['您好，我的订单号是 A-100%', 'Where is my Parcel_7?', '谢谢', 'x'][number % 4] ?? '',
      nameOf: (number) => (number === 3 ? '王小明' : null),
    });
    expect(await list({ search: '订单' })).toHaveLength(10);
    expect(await list({ search: '订单号是 a-100%' })).toHaveLength(10);
    expect(await list({ search: 'PARCEL_' })).toHaveLength(10);
    expect(await list({ search: 'parcel%' })).toEqual([]);
    expect(await list({ search: 'parcelx7' })).toEqual([]);
    expect(await list({ search: '小明' })).toEqual(['conversation-3']);
    expect(await list({ search: 'OPENID-12' })).toEqual(['conversation-12']);
    expect(await list({ search: '谢' })).toHaveLength(10);
    expect(await list({ search: '订单', states: ['active'] })).toHaveLength(0);
    expect(await list({ search: '没有' })).toEqual([]);
  });

  it.each([
    ['what was recognised in a voice message', { type: 'voice', mediaId: 'm', recognition: '退款到账' }],
    ['the title of a link', { type: 'link', title: '退款到账', description: '', url: 'https://x.test' }],
    ['the label of a place', { type: 'location', latitude: 1, longitude: 1, label: '退款到账路' }],
    ['the title of an article', { type: 'news', title: '关于退款到账', url: 'https://x.test' }],
    ['the head of a menu', { type: 'msgmenu', head: '退款到账？', items: [{ id: '1', text: '是' }] }],
  ])('find %s', async (_what, content) => {
    await fillConversations(database(), { conversations: 3, textOf: () => '谢谢' });
    await database().db.execute(
      sql`update messages set content = ${JSON.stringify(content)}::jsonb where conversation_id = 'conversation-2'`,
    );
    // With two letters by the index of pairs, with one by reading.
    for (const search of ['到账', '账']) expect(await list({ search })).toEqual(['conversation-2']);
  });

  it.each([
    ['订单ＡＢＣ１２３４', 'abc1234'],
    ['order abc1234', 'ＡＢＣ１２３４'],
    ['Cafe\u0301 noir', 'CAF\u00C9'],
    ['Caf\u00E9 noir', 'cafe\u0301'],
    ['green\u3000tea', 'green tea'],
    ['green tea', 'green\u3000tea'],
    ['green\u00A0tea', 'green tea'],
    ['green\n tea', 'green tea'],
    ['ｶﾞﾗｽの茶碗', 'ガラス'],
    ['ガラスの茶碗', 'ｶﾞﾗｽ'],
    ['包邮吗？', '吗?'],
    ['oﬃce', 'OFFICE'],
    ['Straße', 'STRASSE'],
    ['STRASSE', 'straße'],
    ['İzmir', 'izmir'],
    ['ΟΔΟΣ', 'οδος'],
    ['ПРИВЕТ', 'привет'],
    ['①号', '1号'],
    ['A\u200BB-7', 'ab-7'],
    ['❤\uFE0F thanks', '❤'],
    ['Ａ', 'a'],
  ])('find %j by %j: in messages, names, remarks and tags', async (text, search) => {
    await fillConversations(database(), {
      conversations: 5,
      textOf: (number) => (number === 1 ? text : '-'),
      nameOf: (number) => (number === 2 ? text : null),
    });
    await database().db.execute(sql`update contacts set remark = ${text} where id = 'contact-3'`);
    await database().db.execute(sql`update contacts set tags = array[${text}] where id = 'contact-4'`);
    const found = ['conversation-4', 'conversation-3', 'conversation-2', 'conversation-1'];
    // A name of the filling may have the single letter as well.
    expect((await list({ search })).filter((id) => id !== 'conversation-5')).toEqual(found);
    const matches = await createConversations(database()).findMatches(found, search);
    expect([...matches]).toEqual([['conversation-1', expect.objectContaining({ text })]]);
  });

  it('do not match across two fields of a contact, or by anything that no one sees', async () => {
    await fillConversations(database(), { conversations: 2, textOf: () => '-', nameOf: () => 'green' });
    await database().db.execute(sql`update contacts set remark = 'tea', tags = array['hot', 'cold']`);
    for (const search of ['green tea', 'tea hot', 'hot cold', 'n\nt'])
      expect(await list({ search })).toEqual([]);
    expect(await list({ search: 'tea' })).toHaveLength(2);
  });

  it('say which message has the words: the newest one, and none if only the contact has them', async () => {
    await fillConversations(database(), {
      conversations: 6,
      textOf: (number) => (number === 5 ? '退款' : '谢谢'),
      nameOf: (number) => (number === 3 ? '退款先生' : null),
    });
    await database().db.execute(
      sql`insert into messages (id, contact_id, channel_id, conversation_id, direction, type, content, seq, sender_kind)
          select 'later-' || n, 'contact-5', channel_id, 'conversation-5', direction, 'text',
            jsonb_build_object('type', 'text', 'text', text), n, 'contact'
          from contacts, (values (2, 'inbound', '退款呢？'), (3, 'event', '退款'), (4, 'inbound', '在吗')) as v(n, direction, text)
          where contacts.id = 'contact-5'`,
    );
    const ids = ['conversation-3', 'conversation-4', 'conversation-5'];
    const matches = await createConversations(database()).findMatches(ids, '退款');
    expect([...matches]).toEqual([['conversation-5', { messageId: 'later-2', seq: 2, text: '退款呢？' }]]);
    expect((await createConversations(database()).findMatches([], '退款')).size).toBe(0);
  });

  it('find nothing of other brands, and keep order and pages', async () => {
    await fillConversations(database(), { conversations: 60, brands: 3, textOf: () => '退款' });
    const mine = await list({ search: '退款', brandIds: ['brand-1'] });
    expect(mine).toHaveLength(20);
    expect(mine).toEqual(await list({ brandIds: ['brand-1'] }));
    expect(await list({ search: '退款', brandIds: [] })).toEqual([]);
    const everything = await list({ search: '退款' }, 100);
    expect(everything[0]).toBe('conversation-60');
    expect(await list({ search: '退款' }, 10, 41)).toEqual(everything.slice(20, 30));
    const two = await list({ brandIds: ['brand-1', 'brand-2', 'brand-1'] }, 100);
    expect(two).toEqual(everything.filter((id) => Number(id.split('-')[1]) % 3 !== 0));
    const states = ['completed', 'waiting'] as const;
    expect(await list({ states, brandIds: ['brand-2'], channelId: 'channel-2' }, 7)).toEqual(
      everything.filter((id) => Number(id.split('-')[1]) % 3 === 2).slice(0, 7),
    );
  });

  it('find a frequent word in the newest conversations, and a word frequent long ago in the oldest', async () => {
    await fillConversations(database(), {
      conversations: 4_000,
      textOf: (number) => (number <= 1_500 ? '物流' : '发票'),
    });
    expect((await list({ search: '发票' }))[0]).toBe('conversation-4000');
    expect(await list({ search: '物流' })).toHaveLength(50);
    expect((await list({ search: '物流' }))[0]).toBe('conversation-1500');
    expect(await list({ search: '物' })).toEqual([]);
    expect(await list({ search: '发' })).toHaveLength(50);
  }, 60_000);

  it('never read a whole table', async () => {
    await fillConversations(database(), {
      conversations: 6_000,
      brands: 4,
      textOf: (number) => (number % 200 === 0 ? '请问退款到账时间' : `第${number}次咨询，谢谢`),
    });
    const filters: Partial<ConversationFilter>[] = [
      {},
      { states: ['waiting', 'active'] },
      { brandIds: ['brand-1', 'brand-3'] },
      { brandIds: ['brand-1'], states: ['completed'] },
      { channelId: 'channel-2' },
      { operatorId: 'nobody' },
      { contactId: 'contact-7' },
      { search: '退款' },
      { search: '谢谢' },
      { search: '谢' },
      { search: '谢谢', brandIds: ['brand-2'] },
      { search: 'openid-77' },
      { search: '微信用户 fc3d' },
      { search: 'fc3d', brandIds: ['brand-2'] },
    ];
    const narrowed = [{}, { brandIds: ['brand-1', 'brand-3'] }, { channelId: 'channel-2' }];
    for (const filter of narrowed) {
      const plans = await plansOf(database(), (watched) =>
        createConversations(watched).countLists({ ...ALL, ...filter }, 'mei'),
      );
      expect(plans).toHaveLength(1);
      expect(plans[0]).not.toMatch(READS_WHOLE_TABLE);
    }
    // A frequent word, a rare one, and one that only contacts have.
    for (const [word, index] of [
      ['谢谢', 'messages_conversation_seq'],
      ['退款', 'messages_text_bigrams'],
      ['openid-77', 'messages_text_bigrams'],
    ] as const) {
      const plans = await plansOf(database(), (watched) =>
        createConversations(watched).findMatches(['conversation-7', 'conversation-9'], word),
      );
      expect([word, plans.join()]).toEqual([word, expect.stringContaining(index)]);
      for (const one of plans)
        expect([word, one]).toEqual([word, expect.not.stringMatching(READS_WHOLE_TABLE)]);
    }
    for (const filter of filters) {
      const plans = await plansOf(database(), (watched) =>
        createConversations(watched).list({ ...ALL, ...filter }, { before: null, limit: 51 }),
      );
      for (const plan of plans) {
        expect([filter, plan]).toEqual([filter, expect.not.stringMatching(READS_WHOLE_TABLE)]);
      }
    }
  }, 60_000);

  it('are counted up to a limit, and say if there are more', async () => {
    await fillConversations(database(), { conversations: 2_400, brands: 4, textOf: () => '谢谢' });
    await database().db.execute(
      sql`update conversations set state = case when activity_number <= 1200 then 'missed' else 'active' end,
            operator_id = 'mei' where activity_number <= 1300`,
    );
    const count = (brandIds: readonly string[] | null, operatorId = 'mei') =>
      createConversations(database()).countLists({ brandIds }, operatorId);
    expect(await count(null)).toEqual({
      mine: { count: 100, isMore: false },
      waiting: { count: 0, isMore: false },
      missed: { count: 1_200, isMore: false },
      completed: { count: 1_000, isMore: true },
      all: { count: 1_000, isMore: true },
      bot: { count: 0, isMore: false },
      needsLook: { count: 0, isMore: false },
    });
    expect(await count(['brand-1', 'brand-2'], 'li')).toMatchObject({
      mine: { count: 0 },
      missed: { count: 600 },
      completed: { count: 550, isMore: false },
    });
  }, 60_000);

  it('are not harmed by SQL, wildcards and long words', async () => {
    await fillConversations(database(), {
      conversations: 20,
      textOf: () => `100% 'quoted' \\back_slash & | !`,
    });
    const hostile = [
      "'; drop table messages; --",
      "' or 1=1",
      '%',
      '_',
      '%%',
      '\\',
      '&|!',
      '$1',
      '{}',
      '"',
      '𝒳𝒴',
      'é',
    ];
    for (const search of hostile) await list({ search });
    expect(await list({ search: "'quoted' \\" })).toHaveLength(20);
    expect(await list({ search: '0%' })).toHaveLength(20);
    expect(await list({ search: '%%' })).toEqual([]);
    expect(await list({ search: '&|' })).toEqual([]);
    const [row] = (await database().db.execute<{ n: number }>(sql`select count(*)::int as n from messages`))
      .rows;
    expect(row?.n).toBe(20);
  });
});
