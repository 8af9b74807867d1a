/** Bots that are asked over real HTTP, and turns to ask them. */
import { type AskBot, type AskTrigger, createAskBot, createAskTrigger } from '../../src/bots/ask';
import type { Asked } from '../../src/bots/asked';
import type { AskableBot, DifyBot, OpenAiBot, SalesiqBot, WebhookBot } from '../../src/bots/bot';
import type { Turn, TurnMessage } from '../../src/bots/turn';
import { createEgressPolicy } from '../../src/platform/network/egress-policy';
import { createGuardedClient, type GuardedClient } from '../../src/platform/network/guarded-client';
import { Secret } from '../../src/platform/secrets/secret';
import type { Answer, Endpoint } from '../support/endpoint';

export const KEY = 'sk-of-a-test';
export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const named = { id: 'bot-1', brandId: 'brand-1' };

export const openAi = (url: string, more: Partial<OpenAiBot> = {}): OpenAiBot => ({
  ...named,
  kind: 'openai',
  baseUrl: `${url}/v1/`,
  apiKey: new Secret(KEY),
  model: 'tea-1',
  systemPrompt: '你是茶店的客服。',
  temperature: null,
  historyMessages: 2,
  vision: false,
  ...more,
});
export const dify = (url: string): DifyBot => ({
  ...named,
  kind: 'dify',
  baseUrl: `${url}/v1`,
  apiKey: new Secret(KEY),
  inputs: { shop: '一店' },
});
export const webhook = (url: string): WebhookBot => ({
  ...named,
  kind: 'webhook',
  url,
  secret: new Secret(SECRET),
});
export const salesiq = (url: string, privateKey: string | null = null): SalesiqBot => ({
  ...named,
  kind: 'salesiq',
  url,
  privateKey: privateKey === null ? null : new Secret(privateKey),
});

export function wrote(text: string, more: Partial<TurnMessage> = {}): TurnMessage {
  return { id: 'm1', type: 'text', text, menuId: null, attachmentUrl: null, picture: null, ...more };
}

export function turnOf(more: Partial<Turn> = {}): Turn {
  return {
    id: 'turn-1',
    conversation: {
      id: 'conversation-1',
      channelId: 'channel-1',
      startedAt: '2026-11-28T08:00:00.000Z',
      turn: 2,
    },
    contact: { id: 'contact-1', name: 'Li', tags: ['vip'] },
    messages: [wrote('红茶多少钱？')],
    history: [],
    isFirst: false,
    isOutOfHours: false,
    remaining: 4,
    windowClosesAt: '2026-11-30T08:00:00.000Z',
    now: '2026-11-28T08:01:00.000Z',
    replyUrl: 'https://desk.example.com/reply/one-time',
    requestId: 'one-time',
    memory: null,
    ...more,
  };
}

/** The first turn of a conversation. */
export const firstTurn = (): Turn => {
  const turn = turnOf({ isFirst: true });
  return { ...turn, conversation: { ...turn.conversation, turn: 1 } };
};

const mostBytes = 1_048_576;
/** As in production, but a test waits for a second or two. */
const LIMITS = {
  model: { firstByteMs: 1_500, idleMs: 1_500, totalMs: 4_000, mostBytes },
  server: { firstByteMs: 1_500, idleMs: 1_500, totalMs: 1_500, mostBytes },
};

export type TestAsking = {
  readonly client: GuardedClient;
  readonly ask: (bot: AskableBot, turn?: Turn, signal?: AbortSignal) => Promise<Asked>;
  /** Tells a bot of a follow. */
  readonly trigger: (bot: SalesiqBot, visitor: Parameters<AskTrigger>[1]) => Promise<Asked>;
  /** How often something arrived. */
  readonly progress: () => number;
  readonly close: () => Promise<void>;
};

export function startAsking(): TestAsking {
  const client = createGuardedClient({ policy: createEgressPolicy({ isProduction: false, allowed: [] }) });
  const options = { client, limits: LIMITS, pauseMs: 20 };
  const ask: AskBot = createAskBot(options);
  const trigger = createAskTrigger(options);
  let progress = 0;
  return {
    client,
    ask: (bot, turn = turnOf(), signal = new AbortController().signal) =>
      ask(bot, turn, signal, () => {
        progress += 1;
      }),
    trigger: (bot, visitor) => trigger(bot, visitor, new AbortController().signal),
    progress: () => progress,
    close: () => client.close(),
  };
}

/** A stream of events: each is JSON, or a line as it is. */
export function stream(...events: readonly unknown[]): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    for (const event of events) {
      response.write(typeof event === 'string' ? `${event}\n\n` : `data: ${JSON.stringify(event)}\n\n`);
    }
    response.end();
  };
}

export const bodyOf = (endpoint: Endpoint, index = 0): Record<string, unknown> =>
  JSON.parse(endpoint.received[index]?.body ?? '{}') as Record<string, unknown>;

export const said = (text: string): Asked => ({
  type: 'answered',
  items: [{ type: 'text', text }],
  then: { type: 'stay' },
  memory: null,
});

export const failed = (detail: string) => ({ type: 'failed', detail });
