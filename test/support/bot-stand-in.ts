/** A bot behind real HTTP. What it says is set by the test; a question that is given up ends its request. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AnswerTurn, TurnAnswer } from '../../src/activities/bot/ask-bot';

/** A question as it reached the bot. */
export type Asked = {
  readonly conversationId: string;
  readonly turn: number;
  readonly texts: readonly string[];
  readonly history: readonly string[];
  readonly places: number;
};

export type Said = {
  readonly parts?: readonly string[];
  readonly then?: Extract<TurnAnswer, { type: 'said' }>['then'];
  readonly afterMs?: number;
  readonly status?: number;
};

export type BotStandIn = {
  readonly answerTurn: AnswerTurn;
  /** Every request, in order; a question that is asked again after a crash is there twice. */
  readonly asked: readonly Asked[];
  /** How many requests ended before they were answered. */
  readonly givenUp: () => number;
  /** Whether it answers from now on although nobody waits for it any more. */
  readonly finishesAnyway: (finishes: boolean) => void;
  /** What it says from now on. */
  readonly says: (answer: (question: Asked) => Said) => void;
  readonly close: () => Promise<void>;
};

/** Starts it; it says `bot: ` and the texts. */
export async function startBotStandIn(): Promise<BotStandIn> {
  const asked: Asked[] = [];
  let givenUp = 0;
  let finishes = false;
  let answer: (question: Asked) => Said = ({ texts }) => ({ parts: [`bot: ${texts.join(' + ')}`] });
  const respond = async (question: Asked, response: ServerResponse): Promise<void> => {
    const { afterMs = 0, status = 200, ...said } = answer(question);
    await sleep(afterMs);
    if (response.destroyed) return;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(said));
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    response.on('close', () => {
      if (!response.writableEnded) givenUp += 1;
    });
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const question = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Asked;
      asked.push(question);
      void respond(question, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const textOf = ({ content }: { readonly content: object }): string =>
    'text' in content ? String(content.text) : '';

  const answerTurn: AnswerTurn = async (question, { signal, onProgress }) => {
    const { conversation, messages, places } = question;
    const history = (await question.history(10)).map((one) => `${one.from}: ${textOf(one)}`);
    const body = {
      conversationId: conversation.id,
      turn: conversation.turn,
      texts: messages.map(textOf),
      history,
      places,
    };
    const response = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      body: JSON.stringify(body),
      ...(finishes ? {} : { signal }),
    });
    onProgress();
    if (!response.ok) return { type: 'failed', detail: `http_${response.status}` };
    const { parts = [], then } = (await response.json()) as Said;
    return {
      type: 'said',
      parts: parts.map((text, index) => ({
        type: 'text',
        text: index === places - 1 && parts.length > places ? `${text}\n\n${question.continueText}` : text,
      })),
      leaving: Math.min(places, parts.length),
      ...(then === undefined ? {} : { then }),
    };
  };
  return {
    answerTurn,
    asked,
    givenUp: () => givenUp,
    finishesAnyway(next) {
      finishes = next;
    },
    says(next) {
      answer = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
