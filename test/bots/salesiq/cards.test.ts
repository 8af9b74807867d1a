/** What SalesIQ's cards become in WeChat. */
import { type Endpoint, json, startEndpoint } from '../../support/endpoint';
import { bodyOf, salesiq, startAsking, type TestAsking, turnOf, wrote } from '../asking';

let endpoint: Endpoint;
let asking: TestAsking;
beforeEach(async () => {
  endpoint = await startEndpoint(json({}));
  asking = startAsking();
});
afterEach(async () => {
  await asking.close();
  await endpoint.close();
});

const text = (words: string) => ({ type: 'text', text: words });
const answered = (items: readonly object[], more: object = {}) => ({
  type: 'answered',
  items,
  then: { type: 'stay' },
  memory: null,
  ...more,
});

describe('cards', () => {
  const shown = async (answer: object) => {
    endpoint.answer = json({ action: 'reply', ...answer });
    const asked = await asking.ask(salesiq(endpoint.url));
    return asked.type === 'answered' ? asked.items : asked;
  };
  const options = (count: number) => Array.from({ length: count }, (_, index) => `第${index + 1}种`);

  it('with up to ten choices are a menu below the last reply', async () => {
    expect(
      await shown({
        replies: ['您好', '选一种'],
        input: { type: 'select', options: ['红茶', { label: '绿茶', value: 'g' }] },
      }),
    ).toEqual([
      text('您好'),
      {
        type: 'msgmenu',
        head: '选一种',
        items: [
          { id: '1', text: '红茶' },
          { id: '2', text: '绿茶' },
        ],
      },
    ]);
    expect(await shown({ suggestions: ['好'] })).toEqual([
      { type: 'msgmenu', items: [{ id: '1', text: '好' }] },
    ]);
    expect(await shown({ replies: ['几分？'], input: { type: 'star-rating', level: 3 } })).toEqual([
      {
        type: 'msgmenu',
        head: '几分？',
        items: ['1', '2', '3'].map((level) => ({ id: level, text: level })),
      },
    ]);
    expect(
      await shown({
        replies: ['何时？'],
        input: { type: 'timeslots', slots: { '11-30': ['9:00', '10:00'] } },
      }),
    ).toEqual([
      {
        type: 'msgmenu',
        head: '何时？',
        items: [
          { id: '1', text: '11-30 9:00' },
          { id: '2', text: '11-30 10:00' },
        ],
      },
    ]);
  });

  it('with more are a text with numbers, and a number means its choice', async () => {
    endpoint.answer = json({
      action: 'reply',
      replies: ['选一种'],
      input: { type: 'select', options: options(11) },
    });
    const asked = await asking.ask(salesiq(endpoint.url));
    expect(asked).toEqual(
      answered([text(['选一种', ...options(11).map((one, index) => `${index + 1}. ${one}`)].join('\n'))], {
        memory: { choices: options(11) },
      }),
    );
    const memory = asked.type === 'answered' ? asked.memory : null;
    for (const [wrote_, meant] of [
      ['11', '第11种'],
      ['２', '第2种'],
      ['1, 3', '第1种, 第3种'],
      ['12', '12'],
      ['随便', '随便'],
    ] as const) {
      await asking.ask(salesiq(endpoint.url), turnOf({ messages: [wrote(wrote_)], memory }));
      expect(bodyOf(endpoint, endpoint.received.length - 1).message).toMatchObject({ text: meant });
    }
  });

  it('that ask for a date, a place or a name ask in words', async () => {
    expect(await shown({ replies: ['哪天？'], input: { type: 'calendar', time: true } })).toEqual([
      text('哪天？'),
    ]);
  });

  it.each([
    [
      'links',
      {
        type: 'links',
        text: '看这里',
        links: [{ text: '店', url: 'https://a.test' }, { url: 'https://b.test' }],
      },
      text('看这里\n店 https://a.test\nhttps://b.test'),
    ],
    [
      'a picture',
      { type: 'images', images: ['https://a.test/a.jpg'] },
      { type: 'picture', url: 'https://a.test/a.jpg', text: 'https://a.test/a.jpg' },
    ],
    [
      'a picture with words',
      { text: '红茶', image: 'https://a.test/a.jpg' },
      { type: 'news', title: '红茶', url: 'https://a.test/a.jpg', pictureUrl: 'https://a.test/a.jpg' },
    ],
    [
      'several pictures',
      { type: 'images', text: '红茶', images: ['https://a.test/a.jpg', 'https://a.test/b.jpg'] },
      text('红茶\nhttps://a.test/a.jpg\nhttps://a.test/b.jpg'),
    ],
    [
      'a product',
      {
        type: 'single-product',
        elements: [
          {
            title: '红茶',
            subtitle: '30 元',
            image: 'https://a.test/a.jpg',
            actions: [{ label: '买', link: 'https://a.test/buy' }],
          },
        ],
      },
      {
        type: 'news',
        title: '红茶',
        description: '30 元',
        url: 'https://a.test/buy',
        pictureUrl: 'https://a.test/a.jpg',
      },
    ],
    [
      'several products',
      {
        type: 'multiple-product',
        text: '新茶',
        elements: [
          { title: '红茶', subtitle: '30 元', actions: [{ link: 'https://a.test' }] },
          { title: '绿茶' },
        ],
      },
      text('新茶\n1. 红茶 – 30 元 https://a.test\n2. 绿茶'),
    ],
    ['a video', { type: 'video', text: '泡法', url: 'https://a.test/v' }, text('泡法\nhttps://a.test/v')],
    ['articles of a help centre', { type: 'articles', text: '请看', articles: ['1'] }, text('请看')],
  ])('of %s', async (_what, card, item) => {
    expect(await shown({ replies: [card] })).toEqual([item]);
  });
});
