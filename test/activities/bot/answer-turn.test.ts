import { setTimeout as sleep } from 'node:timers/promises';
import { type AnswerTurnDeps, createAnswerTurn } from '../../../src/activities/bot/answer-turn';
import type { TurnQuestion } from '../../../src/activities/bot/ask-bot';
import type { Asked } from '../../../src/bots/asked';
import type { Turn } from '../../../src/bots/turn';
import { Secret } from '../../../src/platform/secrets/secret';
import type { TurnWords } from '../../../src/store/bots/turn-texts';

const bot = {
  id: 'bot-1',
  brandId: 'brand-1',
  name: 'Tea',
  kind: 'rules',
  aiLabel: false,
  fields: { rules: [], transcription: { baseUrl: 'https://voices.example', model: 'm' } },
  secretNames: [],
  createdAt: 0,
};
const said = (...items: Extract<Asked, { type: 'answered' }>['items']): Asked => ({
  type: 'answered',
  items,
  then: { type: 'stay' },
  memory: null,
});
const voice: TurnWords = {
  messageId: 'in-1',
  from: 'contact',
  type: 'voice',
  content: {},
  menuId: null,
  attachmentId: 'file-1',
};
const question: TurnQuestion = {
  botId: bot.id,
  conversation: { id: 'one', contactId: 'contact-1', channelId: 'channel-1', startedAt: 0, turn: 1 },
  since: 0,
  messages: [],
  history: async () => [],
  places: 4,
  placesOfRest: 4,
  windowClosesInMs: 60_000,
  continueText: 'more?',
  memory: null,
  isAfterHandback: false,
};
const file = {
  status: 'ready',
  kind: 'voice',
  sha256: 'a',
  contentType: 'audio/amr',
  size: 1,
  playable: null,
  name: null,
} as const;
/** Does not end before its signal. */
const forever = (signal: AbortSignal): Promise<never> =>
  sleep(60_000, undefined, { signal }).then(
    () => Promise.reject(new Error('nobody stopped it')),
    () => Promise.reject(signal.reason),
  );

const LONGEST_TURN_MS = 200;

function setUp(changes: Partial<AnswerTurnDeps>) {
  const answerTurn = createAnswerTurn({
    bots: { findWithSecrets: async () => ({ bot, secrets: new Secret({}) }) },
    contacts: { get: async () => null },
    hours: { inForce: async () => null },
    askBot: async () => said({ type: 'text', text: 'hello' }),
    preparing: () => ({
      channelKind: async () => 'official_account' as const,
      usedMenuIds: async () => 0,
      keepPicture: async () => 'picture',
      mayAttach: async () => true,
      groupNamed: async () => null,
    }),
    replyTokens: { make: () => 'token' },
    publicUrl: 'https://desk.example',
    attachments: { find: async () => ({ ...file }) as never },
    mediaStore: { open: async () => [Buffer.from('a')] as never },
    transcribe: async () => ({ type: 'heard', text: 'tea' }),
    turnTexts: { putIntoWords: async () => undefined },
    longestTurnMs: LONGEST_TURN_MS,
    ...changes,
  });
  return (asked: Partial<TurnQuestion> = {}, signal = new AbortController().signal) =>
    answerTurn({ ...question, ...asked }, { signal, onProgress: () => undefined });
}

describe('the time limit of a turn, over everything that is done for it', () => {
  test('a bot that is still thinking has failed', async () => {
    const ask = setUp({ askBot: (_bot, _turn, signal) => forever(signal) });
    expect(await ask()).toEqual({ type: 'failed', detail: 'timeout' });
  });

  test('so it has if the voices take all of the time', async () => {
    const ask = setUp({ transcribe: (_service, _voice, { signal }) => forever(signal) });
    expect(await ask({ messages: [voice] })).toEqual({ type: 'failed', detail: 'timeout' });
  });

  test('each step fits in, and all of them together do not', async () => {
    const step = LONGEST_TURN_MS * 0.7;
    const askBot: AnswerTurnDeps['askBot'] = async (_bot, _turn, signal) => {
      await sleep(step, undefined, { signal }).catch(() => signal.throwIfAborted());
      return said({ type: 'text', text: 'hello' });
    };
    const transcribe: AnswerTurnDeps['transcribe'] = async () => {
      await sleep(step);
      return { type: 'heard', text: 'tea' };
    };
    const ask = setUp({ askBot, transcribe });
    expect(await ask()).toMatchObject({ type: 'said', parts: [{ type: 'text', text: 'hello' }] });
    expect(await ask({ messages: [voice] })).toEqual({ type: 'failed', detail: 'timeout' });
  });

  test('pictures that are still missing are sent as their texts', async () => {
    const picture = (url: string) => ({ type: 'picture', url, text: `a cup: ${url}` }) as const;
    const ask = setUp({
      askBot: async () => said(picture('https://a.example/1'), picture('https://a.example/2')),
      preparing: (_bot, _contactId, signal) => ({
        channelKind: async () => 'official_account' as const,
        usedMenuIds: async () => 0,
        keepPicture: async (url) => (url.endsWith('1') ? 'picture-1' : forever(signal)),
        mayAttach: async () => true,
        groupNamed: async () => null,
      }),
    });
    expect(await ask()).toMatchObject({
      type: 'said',
      parts: [
        { type: 'image', attachmentId: 'picture-1' },
        { type: 'text', text: 'a cup: https://a.example/2' },
      ],
      leaving: 2,
    });
  });

  test('a turn that is cancelled is no failure of the bot', async () => {
    const cancelling = new AbortController();
    const ask = setUp({ askBot: (_bot, _turn, signal) => forever(signal) });
    const asking = ask({}, cancelling.signal);
    const reason = new Error('an operator attends');
    cancelling.abort(reason);
    await expect(asking).rejects.toBe(reason);
  });
});

it.each([
  [{ turn: 1, isAfterHandback: false }, true],
  [{ turn: 1, isAfterHandback: true }, false],
  [{ turn: 2, isAfterHandback: false }, false],
])('with %j it is the conversation’s first batch: %j', async ({ turn, isAfterHandback }, isFirst) => {
  let asked: Turn | undefined;
  const ask = setUp({
    askBot: async (_bot, one) => {
      asked = one;
      return said({ type: 'text', text: 'hello' });
    },
  });
  await ask({ conversation: { ...question.conversation, turn }, isAfterHandback });
  expect(asked?.isFirst).toBe(isFirst);
});

it.each([
  // By the conversation's clock, in the zone of the hours: 1 January 2027 is a Friday.
  ['2027-01-01T08:59:59+08:00', true],
  ['2027-01-01T09:00:00+08:00', false],
  ['2027-01-01T18:00:00+08:00', true],
])('a turn that begins at %s is outside the opening hours: %j', async (since, isOutOfHours) => {
  const asked: { turn: Turn; channelId: string }[] = [];
  let channelId = '';
  const ask = setUp({
    hours: {
      inForce: async (id) => {
        channelId = id;
        return { timeZone: 'Asia/Shanghai', weekly: { fri: [['09:00', '18:00']] }, exceptions: [] };
      },
    },
    askBot: async (_bot, turn) => {
      asked.push({ turn, channelId });
      return said({ type: 'text', text: 'hello' });
    },
  });
  await ask({ since: Date.parse(since) });
  expect(asked).toMatchObject([{ turn: { isOutOfHours }, channelId: 'channel-1' }]);
});
