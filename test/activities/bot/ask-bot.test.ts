import { setTimeout as sleep } from 'node:timers/promises';
import { CancelledFailure } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import {
  type AskBotDeps,
  type AskBotInput,
  createAskBot,
  type TurnAnswer,
} from '../../../src/activities/bot/ask-bot';
import type { BotAnswer } from '../../../src/domain/conversation/bot/answer';
import type { SaidAnswer } from '../../../src/store/bots/commit-answer';

const input: AskBotInput = {
  conversationId: 'conversation-1',
  contactId: 'contact-1',
  channelId: 'channel-1',
  startedAt: 0,
  botId: 'bot-1',
  turn: { number: 2, since: 0, messageIds: ['in-1', 'in-2'], places: 3 },
  placesOfRest: 4,
  windowClosesInMs: 60_000,
};
const plain = { menuId: null, attachmentId: null };
const text = (words: string) => ({ type: 'text', text: words }) as const;

/** The activity on a store in memory. */
function setUp(answer: AskBotDeps['answerTurn'], stored: BotAnswer | null = null) {
  const committed: SaidAnswer[] = [];
  const counted: string[] = [];
  const typed: string[] = [];
  const questions: Parameters<AskBotDeps['answerTurn']>[0][] = [];
  const ask = createAskBot({
    answerTurn(question, run) {
      questions.push(question);
      return answer(question, run);
    },
    botTurns: {
      read: async () => stored,
      memory: async () => ({ thread: 'a' }),
      async commit(_key, said) {
        committed.push(said);
        const { parts, memory: _, ...rest } = said;
        const ids = parts.map(({ type }, index) => ({ messageId: `out-${index}`, kind: type }));
        return { answer: { ...rest, parts: ids }, isNew: true };
      },
      keepAsNote: async () => undefined,
    },
    botFailures: {
      async record() {
        counted.push('failed');
        return false;
      },
      async forget() {
        counted.push('succeeded');
        return false;
      },
    },
    turnTexts: {
      messages: async (ids) =>
        ids.map((messageId) => ({
          messageId,
          from: 'contact',
          type: 'text',
          content: { text: messageId },
          ...plain,
        })),
      putIntoWords: async () => undefined,
      history: async ({ without }) =>
        without.map((messageId) => ({ messageId, from: 'bot', type: 'text', content: {}, ...plain })),
    },
    continueTextOf: async () => 'more?',
    async sendTyping({ contactId }) {
      typed.push(contactId);
    },
  });
  return { ask, committed, counted, typed, questions };
}
const says = (said: TurnAnswer) => async () => said;

test('tells the bot what it needs to know, and commits what it says', async () => {
  const { ask, committed, counted, typed, questions } = setUp(
    says({ type: 'said', parts: [text('a'), text('b')], leaving: 2, memory: { thread: 'b' } }),
  );
  const answer = await new MockActivityEnvironment().run(ask, input);
  expect(answer).toEqual({
    parts: [
      { messageId: 'out-0', kind: 'text' },
      { messageId: 'out-1', kind: 'text' },
    ],
    leaving: 2,
  });
  expect(questions).toMatchObject([
    {
      botId: 'bot-1',
      conversation: { id: 'conversation-1', turn: 2 },
      messages: [{ messageId: 'in-1' }, { messageId: 'in-2' }],
      places: 3,
      placesOfRest: 4,
      continueText: 'more?',
      memory: { thread: 'a' },
      isAfterHandback: false,
    },
  ]);
  expect(committed).toMatchObject([{ memory: { thread: 'b' } }]);
  expect(counted).toEqual(['succeeded']);
  expect(typed).toEqual(['contact-1']);
});

test('asks nobody if the turn has its answer', async () => {
  const stored: BotAnswer = { parts: [{ messageId: 'out-9', kind: 'text' }], leaving: 1 };
  const { ask, questions, committed } = setUp(says({ type: 'removed' }), stored);
  expect(await new MockActivityEnvironment().run(ask, input)).toEqual(stored);
  expect([questions, committed]).toEqual([[], []]);
});

test.each([
  ['a failure', { type: 'failed', detail: 'http_500' }, 'bot_failed', 'http_500', ['failed']],
  [
    'more than 20 messages',
    { type: 'said', parts: Array.from({ length: 21 }, () => text('a')), leaving: 4 },
    'bot_failed',
    'too_many_parts',
    ['failed'],
  ],
  // Then the bot was not asked: whether it works is not known.
  [
    'a voice that nobody heard',
    { type: 'said', parts: [], leaving: 0, then: { type: 'handOver', reason: 'voice', detail: 'timeout' } },
    'voice',
    'timeout',
    [],
  ],
  ['a deleted bot', { type: 'removed' }, 'bot_removed', undefined, []],
] as const)('%s hands over, and nothing leaves', async (_, said, reason, detail, expected) => {
  const { ask, counted, committed } = setUp(says(said));
  const answer: BotAnswer = await new MockActivityEnvironment().run(ask, input);
  expect(answer.parts).toEqual([]);
  expect(answer.then).toEqual({ type: 'handOver', reason, ...(detail === undefined ? {} : { detail }) });
  expect(counted).toEqual(expected);
  // The bot may get the conversation back, and knows then what it knew.
  expect(committed).toMatchObject([{ memory: { thread: 'a' } }]);
});

test('stops asking when it is cancelled, and keeps nothing', async () => {
  const { ask, committed } = setUp(async (_question, { signal }) => {
    await sleep(60_000, undefined, { signal });
    return { type: 'removed' };
  });
  const environment = new MockActivityEnvironment();
  const asking = environment.run(ask, input);
  setTimeout(() => environment.cancel(), 50);
  await expect(asking).rejects.toBeInstanceOf(CancelledFailure);
  expect(committed).toEqual([]);
});

test('commits an answer that was complete when it was cancelled: the conversation decides', async () => {
  const environment = new MockActivityEnvironment();
  const { ask, committed } = setUp(async () => {
    environment.cancel();
    return { type: 'said', parts: [text('a')], leaving: 1 };
  });
  await environment.run(ask, input);
  expect(committed).toHaveLength(1);
});

test('is tried again when the worker stops', async () => {
  const environment = new MockActivityEnvironment();
  const { ask } = setUp(async (_question, { signal }) => {
    environment.cancel('WORKER_SHUTDOWN');
    signal.throwIfAborted();
    return { type: 'removed' };
  });
  await expect(environment.run(ask, input)).rejects.toMatchObject({
    type: 'WorkerStops',
    nonRetryable: false,
  });
});
