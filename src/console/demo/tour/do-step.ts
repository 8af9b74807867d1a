import type { ConversationBody } from '../../../contracts/conversations/conversation';
import { api } from '../../shared/api/client';
import { giveBack, letBotAnswer } from './bot-steps';
import type { Scene, Step } from './steps';

const SECOND_MS = 1_000;
/** Shorter than the time after which an idle conversation completes. */
const STRIDE_SECONDS = 20 * 3_600;
const LOOK_EVERY_MS = 150;
const PATIENCE_MS = 10_000;

/** The messages of the tour. */
export type Lines = {
  readonly question: string;
  readonly answer: string;
  readonly more: (number: number) => string;
  readonly held: string;
  readonly again: string;
  readonly lateAnswer: string;
  readonly toBot: string;
  readonly toPerson: string;
  readonly personAnswer: string;
  readonly toBotAgain: string;
};

/** Does a step of the tour, through the same API that console and phone use. */
export async function doStep(step: Step, openId: string, scene: Scene, lines: Lines): Promise<void> {
  if (step === 'write') return write(openId, lines.question);
  const { conversation } = scene;
  if (conversation === null) return;
  const params = { id: conversation.id };
  switch (step) {
    case 'attend':
      await api('post', '/api/v1/conversations/{id}/attend', { params });
      return;
    case 'reply':
      return reply(conversation, lines.answer);
    case 'limit': {
      const { sent, limit } = conversation.consecutive;
      for (let number = sent + 1; number <= limit; number += 1) await reply(conversation, lines.more(number));
      return;
    }
    case 'hold':
      return reply(conversation, lines.held, 'hold');
    case 'later':
      await pass(conversation, STRIDE_SECONDS);
      return write(openId, lines.again);
    case 'twoDays':
      return waitUntilWindowCloses(openId, conversation, lines);
    case 'holdAgain':
      return reply(conversation, lines.lateAnswer, 'hold');
    case 'renew':
      return write(openId, lines.again);
    case 'bot':
      await letBotAnswer(conversation);
      return write(openId, lines.toBot);
    case 'askPerson':
      return write(openId, lines.toPerson);
    case 'answerPerson':
      return reply(conversation, lines.personAnswer);
    case 'giveBack':
      await giveBack(conversation);
      return write(openId, lines.toBotAgain);
    default:
      return step satisfies never;
  }
}

/** Sends messages in between, or the conversation would complete as idle before its window closes. */
async function waitUntilWindowCloses(
  openId: string,
  conversation: ConversationBody,
  lines: Lines,
): Promise<void> {
  const closesAt = Date.parse(conversation.window.closesAt);
  let { now } = conversation;
  while (closesAt - Date.parse(now) > STRIDE_SECONDS * SECOND_MS) {
    ({ now } = await pass(conversation, STRIDE_SECONDS));
    await write(openId, lines.again);
  }
  await pass(conversation, Math.ceil((closesAt - Date.parse(now)) / SECOND_MS) + 60);
}

function pass({ id }: ConversationBody, seconds: number): Promise<ConversationBody> {
  return api('post', '/api/v1/demo/conversations/{id}/fast-forward', { params: { id }, body: { seconds } });
}

async function reply(
  { id }: ConversationBody,
  text: string,
  whenBlocked: 'reject' | 'hold' = 'reject',
): Promise<void> {
  await api('post', '/api/v1/conversations/{id}/messages', {
    params: { id },
    body: { type: 'text', text, whenBlocked },
  });
}

/** Sends a message as the contact, and waits until the conversation has it: time must not pass before that. */
async function write(openId: string, text: string): Promise<void> {
  const before = await unreadOf(openId);
  await api('post', '/api/v1/demo/phone/messages', { body: { openId, message: { type: 'text', text } } });
  const giveUpAt = Date.now() + PATIENCE_MS;
  while ((await unreadOf(openId)) === before && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** A value that changes with every message that has reached its conversation. */
async function unreadOf(openId: string): Promise<string> {
  const { conversation } = await api('get', '/api/v1/demo/phone/entries', { query: { openId } });
  return `${conversation?.id} ${conversation?.unread}`;
}
