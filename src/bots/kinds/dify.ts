import { z } from 'zod';
import type { GuardedAnswer } from '../../platform/network/guarded-client';
import { type Answered, TurnFailed } from '../asked';
import type { DifyBot } from '../bot';
import { isModeration, withModeration } from '../calls/moderation';
import { parseJson } from '../calls/parse-json';
import { type Asking, post } from '../calls/post';
import { readEvents } from '../calls/read-events';
import { shapeAnswer } from '../shaping/shape-answer';
import { type Turn, wordsOf } from '../turn';

const eventSchema = z.object({
  event: z.string(),
  answer: z.string().nullish(),
  conversation_id: z.string().nullish(),
});

const memorySchema = z.object({ conversationId: z.string() });

/**
 * Asks a Dify app. Its conversation goes on from turn to turn; if Dify no longer knows it, a new one begins, once. A
 * stream that ends without `message_end` has failed.
 */
export async function askDify(bot: DifyBot, turn: Turn, asking: Asking): Promise<Answered> {
  const known = memorySchema.safeParse(turn.memory).data?.conversationId ?? '';
  const askIn = (conversationId: string): Promise<GuardedAnswer> =>
    post(asking, {
      url: `${bot.baseUrl.replace(/\/+$/, '')}/chat-messages`,
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      secretHeaders: { authorization: `Bearer ${bot.apiKey.reveal()}` },
      body: JSON.stringify({
        query: turn.messages.map(wordsOf).join('\n'),
        inputs: bot.inputs,
        response_mode: 'streaming',
        user: turn.contact.id,
        conversation_id: conversationId,
      }),
      limits: asking.limits.model,
    });
  const answer = await askIn(known)
    .catch((error: unknown) => {
      const isForgotten = known !== '' && error instanceof TurnFailed && error.detail === 'http_404';
      if (!isForgotten) throw error;
      return askIn('');
    })
    .catch((error: unknown) => {
      throw withModeration(error);
    });
  const { text, conversationId } = await readAnswer(answer, asking.onProgress);
  const memory = conversationId === '' ? null : { conversationId };
  return { type: 'answered', items: shapeAnswer(text), then: { type: 'stay' }, memory };
}

async function readAnswer(
  answer: GuardedAnswer,
  onProgress: () => void,
): Promise<{ readonly text: string; readonly conversationId: string }> {
  if (answer.header('content-type')?.includes('text/event-stream') !== true) {
    answer.stop();
    throw new TurnFailed('invalid_answer');
  }
  let text = '';
  let conversationId = '';
  let events = 0;
  for await (const { data } of readEvents(answer.chunks, onProgress)) {
    events += 1;
    const piece = parseJson(data, eventSchema);
    conversationId = piece.conversation_id ?? conversationId;
    switch (piece.event) {
      case 'message':
      case 'agent_message':
        text += piece.answer ?? '';
        break;
      case 'message_replace':
        // Dify's own moderation: what came before may not be shown.
        text = piece.answer ?? '';
        break;
      case 'error':
        throw new TurnFailed(isModeration(data) ? 'moderated' : 'invalid_answer');
      case 'message_end':
        return { text, conversationId };
      default:
        // `ping`, steps of a workflow, thoughts of an agent, sound.
        break;
    }
  }
  throw new TurnFailed(events === 0 ? 'empty' : 'invalid_answer');
}
