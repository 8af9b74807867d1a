import { z } from 'zod';
import type { GuardedAnswer } from '../../platform/network/guarded-client';
import { type Answered, TurnFailed } from '../asked';
import type { OpenAiBot } from '../bot';
import { isModeration, withModeration } from '../calls/moderation';
import { parseJson } from '../calls/parse-json';
import { type Asking, post, readText } from '../calls/post';
import { readEvents } from '../calls/read-events';
import { shapeAnswer } from '../shaping/shape-answer';
import { type Turn, type TurnMessage, wordsOf } from '../turn';

const choiceSchema = z.object({
  index: z.number().optional(),
  delta: z.object({ content: z.string().nullish() }).nullish(),
  message: z.object({ content: z.string().nullish() }).nullish(),
  finish_reason: z.string().nullish(),
});

/** A piece of a stream, or a whole answer of a server that does not stream. */
const pieceSchema = z.object({ choices: z.array(choiceSchema).nullish(), error: z.unknown().optional() });

/** Asks a model with its prompt, the last messages of the conversation and the batch, and shapes what it answers. */
export async function askOpenAi(bot: OpenAiBot, turn: Turn, asking: Asking): Promise<Answered> {
  const answer = await post(asking, {
    url: `${bot.baseUrl.replace(/\/+$/, '')}/chat/completions`,
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    secretHeaders: bot.apiKey === null ? {} : { authorization: `Bearer ${bot.apiKey.reveal()}` },
    body: JSON.stringify(toRequest(bot, turn)),
    limits: asking.limits.model,
  }).catch((error: unknown) => {
    throw withModeration(error);
  });
  const text = await readAnswer(answer, asking.onProgress);
  return { type: 'answered', items: shapeAnswer(text), then: { type: 'stay' }, memory: null };
}

function toRequest(bot: OpenAiBot, turn: Turn): object {
  const history = bot.historyMessages === 0 ? [] : turn.history.slice(-bot.historyMessages);
  return {
    model: bot.model,
    stream: true,
    ...(bot.temperature === null ? {} : { temperature: bot.temperature }),
    messages: [
      ...(bot.systemPrompt === '' ? [] : [{ role: 'system', content: bot.systemPrompt }]),
      ...history.map((one) => ({
        role: one.from === 'contact' ? 'user' : 'assistant',
        content: wordsOf(one),
      })),
      ...turn.messages.map((message) => ({ role: 'user', content: toContent(message, bot.vision) })),
    ],
    // FastGPT keeps the conversation under this; others ignore it.
    chatId: turn.conversation.id,
  };
}

function toContent(message: TurnMessage, isShownPictures: boolean): string | readonly object[] {
  const { picture, text } = message;
  if (!isShownPictures || picture === null) return wordsOf(message);
  const url = `data:${picture.mediaType};base64,${picture.bytes.toString('base64')}`;
  const words = text === '' ? [] : [{ type: 'text', text }];
  return [...words, { type: 'image_url', image_url: { url } }];
}

async function readAnswer(answer: GuardedAnswer, onProgress: () => void): Promise<string> {
  const isStream = answer.header('content-type')?.includes('text/event-stream') === true;
  if (!isStream) {
    // A server that does not know `stream`, or an error with status 200.
    const [choice] = choicesOf(await readText(answer, onProgress));
    if (choice?.message == null) throw new TurnFailed('invalid_answer');
    refuseFiltered(choice.finish_reason);
    return choice.message.content ?? '';
  }
  let text = '';
  let isFinished = false;
  let events = 0;
  for await (const { event, data } of readEvents(answer.chunks, onProgress)) {
    events += 1;
    if (data.trim() === '[DONE]') return text;
    if (event === 'error') throw failureOf(data);
    const choice = choicesOf(data).find(({ index = 0 }) => index === 0);
    text += choice?.delta?.content ?? choice?.message?.content ?? '';
    refuseFiltered(choice?.finish_reason);
    isFinished ||= choice?.finish_reason != null && choice.finish_reason !== '';
  }
  if (events === 0) throw new TurnFailed('empty');
  // What was cut off in the middle is no answer.
  if (!isFinished) throw new TurnFailed('invalid_answer');
  return text;
}

function choicesOf(data: string): readonly z.infer<typeof choiceSchema>[] {
  const { choices, error } = parseJson(data, pieceSchema);
  if (error !== undefined && error !== null) throw failureOf(data);
  return choices ?? [];
}

/** An error inside an answer with status 200. */
function failureOf(data: string): TurnFailed {
  return new TurnFailed(isModeration(data) ? 'moderated' : 'invalid_answer');
}

function refuseFiltered(finishReason: string | null | undefined): void {
  if (finishReason === 'content_filter' || finishReason === 'sensitive') throw new TurnFailed('moderated');
}
