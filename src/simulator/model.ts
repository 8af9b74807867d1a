import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import { pause } from './clock';

/** Between two pieces of an answer, ms: so that it is seen to arrive bit by bit, as from a real model. */
const PIECE_MS = 120;
const PIECE_LENGTH = 12;

const questionSchema = z.looseObject({
  model: z.string().optional(),
  stream: z.boolean().optional(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
});

/**
 * Stands in for a language model: `POST /v1/chat/completions` as OpenAI documents it, streamed or not. It understands
 * nothing, and every answer says so.
 */
export function createModelRouter(closing: AbortSignal): Router {
  const router = express.Router();
  router.post('/v1/chat/completions', express.json({ limit: '1mb' }), (request, response) =>
    answer(request, response, closing),
  );
  return router;
}

async function answer(request: Request, response: Response, closing: AbortSignal): Promise<void> {
  const asked = questionSchema.safeParse(request.body);
  if (!asked.success) {
    response
      .status(400)
      .json({ error: { message: 'messages: must be a list', type: 'invalid_request_error' } });
    return;
  }
  const { model = 'stand-in', stream = false, messages } = asked.data;
  const text = answerTo(wordsOf(messages.findLast(({ role }) => role === 'user')?.content));
  const head = { id: `chatcmpl-${Date.now()}`, created: Math.floor(Date.now() / 1000), model };
  if (!stream) {
    const choice = { index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' };
    response.json({ ...head, object: 'chat.completion', choices: [choice] });
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  const send = (delta: object, reason: 'stop' | null): void => {
    const choices = [{ index: 0, delta, finish_reason: reason }];
    response.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', choices })}\n\n`);
  };
  const letters = Array.from(text);
  for (let at = 0; at < letters.length && !response.destroyed; at += PIECE_LENGTH) {
    send({ content: letters.slice(at, at + PIECE_LENGTH).join('') }, null);
    await pause(PIECE_MS, closing);
  }
  send({}, 'stop');
  response.end('data: [DONE]\n\n');
}

/** In the language of the question, as far as its letters tell. */
function answerTo(question: string): string {
  const asked = question.trim().slice(0, 200);
  if (/[\u3040-\u30ff]/u.test(asked)) {
    return `これはシミュレーターの**代役**の回答で、実際の言語モデルではありません。\n\nいただいた内容：${asked}\n\nオペレーターをご希望の場合は「オペレーター」とお送りください。`;
  }
  if (/\p{Script=Han}/u.test(asked)) {
    return `这是模拟器里的**替身**给出的回答，并非真正的大模型。\n\n您说的是：${asked}\n\n需要人工服务请回复“人工”。`;
  }
  return `This is the answer of a **stand-in** inside the simulator, not of a real language model.\n\nYou wrote: ${asked}\n\nFor a person, write “human”.`;
}

/** The text of a message; of one with parts, those that are text. */
function wordsOf(content: unknown): string {
  const parts = z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).safeParse(content);
  if (parts.success) return parts.data.flatMap(({ text }) => text ?? []).join('\n');
  return typeof content === 'string' ? content : '';
}
