import type { AfterAnswer, AnswerItem } from '../../domain/bots/answer';
import { signSiq } from '../../platform/secrets/siq-keys';
import { type Answered, TurnFailed } from '../asked';
import type { SalesiqBot } from '../bot';
import { parseJson } from '../calls/parse-json';
import { type Asking, post, readText } from '../calls/post';
import { type Turn, wordsOf } from '../turn';
import { type SiqAnswer, type SiqMemory, siqAnswerSchema, siqMemorySchema } from './answer-schema';
import { chosen } from './choices';
import { toItems } from './to-items';

/** A contact who has no conversation. */
export type NewVisitor = Pick<Turn, 'contact' | 'requestId'>;
type Visitor = NewVisitor & { readonly conversationId: string | null };

/**
 * Asks a bot that was written for SalesIQ. The questions of a `context` are asked one after another without asking the
 * bot; their answers go to its handler `context` together.
 */
export async function askSalesiq(bot: SalesiqBot, turn: Turn, asking: Asking): Promise<Answered> {
  // Whoever spoke to people since does not answer the questions from before, nor choose by their numbers.
  const known = turn.isAfterHandback === true ? null : turn.memory;
  const memory = siqMemorySchema.safeParse(known).data ?? {};
  const text = chosen(turn.messages.map(wordsOf).join('\n'), memory.choices ?? []);
  const { context } = memory;
  if (context === undefined) {
    const operation = turn.conversation.turn === 1 ? 'chat' : 'message';
    const message = { id: turn.messages.at(-1)?.id, type: 'text', text };
    return toAnsweredBySiq(
      await call(bot, { handler: 'message', operation, message }, toVisitor(turn), asking),
    );
  }
  const [asked, ...questions] = context.questions;
  const answers = { ...context.answers, ...(asked === undefined ? {} : { [asked.name]: { text } }) };
  if (questions.length > 0) return askQuestion({ contextId: context.contextId, questions, answers });
  const fields = { handler: 'context', context_id: context.contextId, answers };
  return toAnsweredBySiq(await call(bot, fields, toVisitor(turn), asking));
}

/**
 * Tells a bot of a follow or a scan, outside any conversation: what it wants next means nothing there. Choices are lines
 * of a text, because a tap on a menu begins no conversation, and what the contact writes does.
 */
export async function triggerSalesiq(
  bot: SalesiqBot,
  visitor: NewVisitor,
  asking: Asking,
): Promise<Answered> {
  const answer = await call(bot, { handler: 'trigger' }, { ...visitor, conversationId: null }, asking);
  const { items } = toAnsweredBySiq(answer);
  return { type: 'answered', items: items.map(asWords), then: { type: 'stay' }, memory: null };
}

/**
 * An answer in SalesIQ's words, in ours; also one that comes by a callback. Throws `empty` for one that says nothing,
 * and `invalid_answer` for one that nobody understands.
 */
export function parseSiqAnswer(text: string): Answered {
  return toAnsweredBySiq(parseJson(text, siqAnswerSchema));
}

function toAnsweredBySiq(answer: SiqAnswer): Answered {
  if (answer.action === 'context') {
    const first = askQuestion({ contextId: answer.context_id, questions: answer.questions, answers: {} });
    return { ...first, items: [...toItems(answer).items, ...first.items] };
  }
  const { items, choices } = toItems(answer);
  const memory = choices.length === 0 ? null : ({ choices: [...choices] } satisfies SiqMemory);
  if (answer.action === 'pending') return { type: 'pending', items, memory };
  if (answer.action === 'reply' && items.length === 0) throw new TurnFailed('empty');
  return { type: 'answered', items, then: toAfter(answer), memory };
}

function toAfter(answer: Exclude<SiqAnswer, { readonly action: 'context' | 'pending' }>): AfterAnswer {
  switch (answer.action) {
    case 'reply':
      return { type: 'stay' };
    case 'end':
      return { type: 'end' };
    case 'operator_busy':
      return { type: 'busy' };
    case 'forward':
      return { type: 'handover', groupId: answer.department ?? null, note: null };
    default:
      return answer satisfies never;
  }
}

function asWords(item: AnswerItem): AnswerItem {
  if (item.type !== 'msgmenu') return item;
  const { head, items, tail } = item;
  const lines = [head, ...items.map(({ text }) => `• ${text}`), tail];
  return { type: 'text', text: lines.filter((line) => line !== undefined).join('\n') };
}

/** Asks the first of the questions that are left. */
function askQuestion(
  context: NonNullable<SiqMemory['context']>,
): Extract<Answered, { readonly type: 'answered' }> {
  const [question] = context.questions;
  const { items, choices } = toItems(question ?? {});
  if (items.length === 0) throw new TurnFailed('invalid_answer');
  const memory = { context, ...(choices.length === 0 ? {} : { choices: [...choices] }) } satisfies SiqMemory;
  return { type: 'answered', items, then: { type: 'stay' }, memory };
}

function toVisitor({ contact, conversation, requestId }: Turn): Visitor {
  return { contact, requestId, conversationId: conversation.id };
}

async function call(bot: SalesiqBot, fields: object, visitor: Visitor, asking: Asking): Promise<SiqAnswer> {
  const { contact, requestId, conversationId } = visitor;
  const body = JSON.stringify({
    ...fields,
    org_id: bot.brandId,
    request: { id: requestId },
    visitor: {
      id: contact.id,
      name: contact.name ?? '',
      channel: 'WeChat',
      ...(conversationId === null ? {} : { active_conversation_id: conversationId }),
    },
  });
  const signature =
    bot.privateKey === null ? {} : { 'x-siqsignature': signSiq(bot.privateKey.reveal(), body) };
  const headers = { 'content-type': 'application/json', ...signature };
  const answer = await post(asking, { url: bot.url, headers, body, limits: asking.limits.server });
  return parseJson(await readText(answer, asking.onProgress), siqAnswerSchema);
}
