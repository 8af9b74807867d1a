/** What becomes messages of what a bot said. */
import type { Answered } from '../../src/bots/asked';
import { type PrepareAnswerDeps, prepareAnswer } from '../../src/bots/prepare-answer';
import type { AfterAnswer, AnswerItem } from '../../src/domain/bots/answer';
import { OWN_MENU_IDS } from '../../src/domain/bots/menu-ids';

const text = (words: string) => ({ type: 'text', text: words }) as const;
const picture = { type: 'picture', url: 'https://example.com/cup.png', text: 'A cup' } as const;
const model = { kind: 'openai', aiLabel: true };
const webhook = { kind: 'webhook', aiLabel: false };
const answered = (items: readonly AnswerItem[], then: AfterAnswer = { type: 'stay' }): Answered => ({
  type: 'answered',
  items,
  then,
  memory: null,
});
const places = { places: 4, placesOfRest: 4, continueText: 'more?' };

/** Nothing can be fetched and nothing attached, unless a test says so. */
function prepare(bot: typeof model, asked: Answered, deps: Partial<PrepareAnswerDeps> = {}) {
  const nothing = {
    channelKind: async () => 'official_account' as const,
    usedMenuIds: async () => 7,
    keepPicture: async () => null,
    mayAttach: async () => false,
    groupNamed: async () => null,
  };
  return prepareAnswer({ ...nothing, ...deps }, bot, asked, places);
}

it('a picture becomes an image of its own, and its words where it cannot be had', async () => {
  const asked = answered([text('before'), picture, text('after')]);
  expect(await prepare(model, asked, { keepPicture: async () => 'file-1' })).toMatchObject({
    parts: [text('before'), { type: 'image', attachmentId: 'file-1' }, text('after')],
    leaving: 3,
    isLabelled: true,
  });
  // What a model said is one text; what a server said are messages.
  expect(await prepare(model, asked)).toMatchObject({ parts: [text('before\n\nA cup\n\nafter')] });
  expect(await prepare(webhook, asked)).toMatchObject({
    parts: [text('before'), text('A cup'), text('after')],
    isLabelled: false,
  });
});

it('the choices of a menu get numbers that the contact has not had', async () => {
  const menu = {
    type: 'msgmenu',
    items: [
      { id: 'a', text: 'A' },
      { id: 'b', text: 'B' },
    ],
  } as const;
  const ids = [7, 8].map((number) => String(OWN_MENU_IDS.first + number));
  expect(await prepare(webhook, answered([menu]))).toMatchObject({
    parts: [{ type: 'msgmenu', items: [{ id: ids[0], text: 'A' }, { id: ids[1] }] }],
    choices: [
      { wireId: ids[0], menuId: 'a' },
      { wireId: ids[1], menuId: 'b' },
    ],
  });
});

it('what has no place now waits, and the last message that leaves says how to get it', async () => {
  expect(await prepare(webhook, answered(['1', '2', '3', '4', '5', '6'].map(text)))).toMatchObject({
    parts: [text('1'), text('2'), text('3'), text('4\n\nmore?'), text('5'), text('6')],
    leaving: 4,
  });
});

it('the rest of a long text fills its messages, each time the contact asks for more', async () => {
  const sentence = '红茶很好。';
  const prepared = await prepare(model, answered([text(sentence.repeat(2_000))]));
  if (prepared.type === 'failed') throw new Error(prepared.detail);
  const words = prepared.parts.map((part) => (part.type === 'text' ? part.text : ''));
  // 30,000 bytes: 14.7 messages, and what three times `more?` takes of them.
  expect(words).toHaveLength(15);
  expect(words.filter((one) => one.endsWith('\n\nmore?'))).toEqual([words[3], words[7], words[11]]);
  expect(words.map((one) => one.replace('\n\nmore?', '')).join('')).toBe(sentence.repeat(2_000));
  expect(words.slice(0, -1).filter((one) => Buffer.byteLength(one) < 2_000)).toEqual([]);
});

it('a hand-over names its group by its id, and one that there is not is the whole brand', async () => {
  const groupNamed = async (named: string) => (named === 'Repairs' ? 'group-1' : null);
  const then = async (groupId: string | null) => {
    const said = await prepare(webhook, answered([], { type: 'handover', groupId, note: null }), {
      groupNamed,
    });
    return said.type === 'said' ? said.then : said;
  };
  const handOver = { type: 'handOver', reason: 'asked_by_bot' };
  expect(await then('Repairs')).toEqual({ ...handOver, groupId: 'group-1' });
  expect(await then('Nobody')).toEqual({ ...handOver, groupId: null });
  expect(await then(null)).toEqual(handOver);
});

it.each([{ type: 'end' }, { type: 'busy' }, { type: 'handover', groupId: null, note: null }] as const)(
  'with %j nothing offers a rest that will not be sent',
  async (then) => {
    const six = answered(['1', '2', '3', '4', '5', '6'].map(text), then);
    expect(await prepare(webhook, six)).toMatchObject({
      parts: [text('1'), text('2'), text('3'), text('4'), text('5'), text('6')],
      leaving: 4,
    });
  },
);

it('a file that is not the brand’s is no answer', async () => {
  const image = { type: 'image', attachmentId: 'file-2' } as const;
  expect(await prepare(webhook, answered([image]))).toEqual({ type: 'failed', detail: 'invalid_answer' });
  expect(await prepare(webhook, answered([image]), { mayAttach: async () => true })).toMatchObject({
    parts: [image],
  });
});

it.each([
  [{ type: 'stay' }, undefined, null],
  [{ type: 'end' }, { type: 'end' }, null],
  [{ type: 'busy' }, { type: 'busy' }, null],
  [
    { type: 'handover', groupId: null, note: 'A refund' },
    { type: 'handOver', reason: 'asked_by_bot' },
    'A refund',
  ],
] as const)('after %j comes %j', async (then, expected, note) => {
  const prepared = await prepare(webhook, answered([text('a')], then));
  expect(prepared).toMatchObject({ note });
  expect(prepared.type === 'said' ? prepared.then : null).toEqual(expected);
});
