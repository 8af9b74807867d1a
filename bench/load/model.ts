/** A stand-in for a language model: `POST /chat/completions` as OpenAI documents it, streamed. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long it thinks about a question, ms. */
export type Thinking = (question: string) => number;

export type Model = {
  /** The base address of a bot of the kind `openai`. */
  readonly url: string;
  /** How often each question was asked. */
  readonly asked: ReadonlyMap<string, number>;
  /** When the last byte of the answer to a question left, epoch ms; undefined: not yet. */
  readonly answeredAt: (question: string) => number | undefined;
  /** How long it thinks from now on. */
  readonly thinks: (thinking: Thinking) => void;
  readonly close: () => Promise<void>;
};

/** A model is given 60 s between two pieces of its answer. */
const SIGN_OF_LIFE_EVERY_MS = 15_000;

/** Starts it on a free port of this machine. It answers with the question (`answerTo`). */
export async function startModel(thinking: Thinking): Promise<Model> {
  const asked = new Map<string, number>();
  const answeredAt = new Map<string, number>();
  let thinks = thinking;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const question = questionIn(await textOf(request));
    asked.set(question, (asked.get(question) ?? 0) + 1);
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    // Headers alone would wait for the first piece.
    response.write(': thinking\n\n');
    for (let left = thinks(question); left > 0 && !response.destroyed; left -= SIGN_OF_LIFE_EVERY_MS) {
      await sleep(Math.min(left, SIGN_OF_LIFE_EVERY_MS));
      response.write(': thinking\n\n');
    }
    if (response.destroyed) return;
    response.write(piece({ content: answerTo(question) }, null));
    answeredAt.set(question, Date.now());
    response.end(`${piece({}, 'stop')}data: [DONE]\n\n`);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 512 }, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    answeredAt: (question) => answeredAt.get(question),
    thinks(next) {
      thinks = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What it says to a question. */
export function answerTo(question: string): string {
  return `The answer to: ${question}`;
}

function piece(delta: object, reason: 'stop' | null): string {
  const chunk = { object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: reason }] };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

/** What the contact wrote last. */
function questionIn(body: string): string {
  type Said = { readonly role: string; readonly content: string };
  const { messages } = JSON.parse(body) as { readonly messages: readonly Said[] };
  return messages.findLast(({ role }) => role === 'user')?.content ?? '';
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
