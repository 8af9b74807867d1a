/** What others answer to our calls, over real HTTP: bots and models, endpoints of webhooks, WeChat. */
import fc from 'fast-check';
import type { Agent } from 'undici';
import { z } from 'zod';
import { prepareAnswer } from '../../src/bots/prepare-answer';
import { siqAnswerSchema } from '../../src/bots/salesiq/answer-schema';
import { webhookAnswerSchema } from '../../src/contracts/bots/webhook-answer';
import { BOT_FAILURES } from '../../src/domain/bots/answer';
import { postEvent } from '../../src/outgoing/post-event';
import { createAccessTokens } from '../../src/wechat/calls/access-token';
import { createWeChatClient } from '../../src/wechat/calls/client';
import { createWeChatDispatcher } from '../../src/wechat/calls/http';
import { dify, openAi, salesiq, startAsking, type TestAsking, webhook } from '../bots/asking';
import { type Endpoint, startEndpoint } from '../support/endpoint';
import { fuzz, timeLimitOf, triesOf } from '../support/fuzz/fuzz';
import { hostileString, hostileValue, toJsonText } from '../support/fuzz/hostile-values';
import { mutated, type Schema, valuesOf } from '../support/fuzz/schema-values';
import { unstorableIn } from '../support/fuzz/unstorable';
import { createMemoryTokenStore } from '../wechat/support/memory-token-store';

/** Of our side and the one that answers together. */
const MOST_CPU_MS = 150;
/** Markdown of 131,072 characters, the longest answer that is taken, has its price: linear, and in the worker. */
const MOST_CPU_OF_MARKDOWN_MS = 600;
type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

const KINDS = ['openai', 'dify', 'webhook', 'salesiq'] as const;
const SCHEMAS: Readonly<Record<'webhook' | 'salesiq', Schema>> = {
  webhook: z.toJSONSchema(webhookAnswerSchema, { unrepresentable: 'any', io: 'input' }) as Schema,
  salesiq: z.toJSONSchema(siqAnswerSchema, { unrepresentable: 'any', io: 'input' }) as Schema,
};
const words = fc.oneof(
  hostileString,
  fc.constantFrom(
    '您好',
    '**bold** [a](https://example.com)',
    '![x](http://127.0.0.1/x.png)',
    '| a | b |\n|---|---|',
    '> '.repeat(3_000),
    '[['.repeat(5_000),
    '**a'.repeat(3_000),
    '- '.repeat(2_000),
    '`'.repeat(9_000),
    '![]('.repeat(3_000),
  ),
);
const openAiPiece = fc.oneof(
  fc.record({
    choices: fc.array(
      fc.record({ delta: fc.record({ content: words }), finish_reason: fc.constantFrom(null, 'stop') }),
      { maxLength: 2 },
    ),
  }),
  fc.record({ choices: fc.array(fc.record({ message: fc.record({ content: words }) }), { maxLength: 2 }) }),
);
const difyPiece = fc.record({
  event: fc.constantFrom('message', 'agent_message', 'message', 'message_end', 'error', 'ping'),
  answer: words,
  conversation_id: hostileString,
});
const streamOf = (piece: fc.Arbitrary<unknown>, last: string): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { arbitrary: piece.map(toJsonText), weight: 12 },
        { arbitrary: mutated(piece).map(toJsonText), weight: 4 },
        hostileString,
        fc.constantFrom('[DONE]', '', '{'),
      ),
      { maxLength: 6 },
    )
    .map((events) => [...events, last].map((one) => `data: ${one}\n\n`).join(''));
const given = { schemas: {}, byName: () => undefined };
const texts = fc.array(
  words.map((one) => ({ type: 'text', text: one })),
  { maxLength: 3 },
);
/** Mostly what a bot of this kind says. */
const TEXTS: Readonly<Record<(typeof KINDS)[number], fc.Arbitrary<string>>> = {
  openai: fc.oneof(
    { arbitrary: streamOf(openAiPiece, '[DONE]'), weight: 4 },
    mutated(openAiPiece).map(toJsonText),
  ),
  dify: streamOf(difyPiece, '{"event":"message_end"}'),
  webhook: fc.oneof(
    mutated(valuesOf(SCHEMAS.webhook, given)).map(toJsonText),
    texts.map((messages) => toJsonText({ messages })),
  ),
  salesiq: mutated(valuesOf(SCHEMAS.salesiq, given)).map(toJsonText),
};
const anyText = fc.oneof(...Object.values(TEXTS), hostileValue.map(toJsonText));
const answers = (texts: fc.Arbitrary<string>): fc.Arbitrary<Answered> =>
  fc.record({
    status: fc.oneof(
      { arbitrary: fc.constant(200), weight: 12 },
      fc.constantFrom(201, 202, 204, 302, 400, 401, 403, 404, 429, 500, 503),
    ),
    headers: fc.record(
      {
        'content-type': fc.oneof(
          { arbitrary: fc.constantFrom('application/json', 'text/event-stream'), weight: 6 },
          fc.constantFrom('text/html', 'image/png', 'x'),
        ),
        'content-encoding': fc.oneof(
          { arbitrary: fc.constant('identity'), weight: 12 },
          fc.constantFrom('gzip', 'br', 'deflate, gzip'),
        ),
        'retry-after': fc.constantFrom('0', '-1', '1e9', 'tomorrow', 'Wed, 21 Oct 2099 07:28:00 GMT'),
        location: fc.constantFrom('http://127.0.0.1:1/', '//', 'x:y'),
      },
      { requiredKeys: ['content-type'] },
    ),
    body: fc.oneof(
      { arbitrary: texts.map((one) => Buffer.from(one)), weight: 8 },
      { arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
    ),
  });

/** Defines the tests; `inCi`: the tries in CI. */
export function fuzzAnswers(inCi: number): void {
  const tries = triesOf(inCi);
  let endpoint: Endpoint;
  let asking: TestAsking;
  let dispatcher: Agent;
  beforeAll(async () => {
    endpoint = await startEndpoint(() => undefined);
    asking = startAsking();
    dispatcher = createWeChatDispatcher({ connectTimeoutMs: 2_000 });
  });
  afterAll(async () => {
    await asking.close();
    await dispatcher.destroy();
    await endpoint.close();
  });

  const willAnswer = ({ status, headers, body }: Answered): void => {
    endpoint.answer = (response) => response.writeHead(status, headers).end(body);
  };

  it(
    'a bot that answers anything has said what can be sent, or has failed with a known code',
    async () => {
      const bots = { openai: openAi, dify, webhook, salesiq: (url: string) => salesiq(url) };
      const deps = {
        channelKind: async () => 'official_account' as const,
        usedMenuIds: async () => 0,
        keepPicture: async () => null,
        mayAttach: async () => false,
        groupNamed: async () => null,
      };
      const attempt = async ([kind, answer]: readonly [
        (typeof KINDS)[number],
        Answered,
      ]): Promise<string> => {
        willAnswer(answer);
        const asked = await asking.ask(bots[kind](endpoint.url));
        const end =
          asked.type === 'answered'
            ? await prepareAnswer(deps, { kind, aiLabel: true }, asked, {
                places: 4,
                placesOfRest: 4,
                continueText: 'more?',
              })
            : asked;
        if (end.type === 'failed') {
          expect([...BOT_FAILURES, end.detail.replace(/^http_\d{3}$/, 'http')]).toContain(
            end.detail.startsWith('http_') ? 'http' : end.detail,
          );
          return `${kind} failed`;
        }
        if (end.type !== 'said') return `${kind} ${end.type}`;
        expect(unstorableIn(end)).toEqual([]);
        for (const part of end.parts)
          if (part.type === 'text') expect(Buffer.byteLength(part.text)).toBeLessThanOrEqual(2_048);
        return `${kind} said`;
      };
      const values = fc.oneof(
        ...KINDS.map((kind) =>
          fc.tuple(
            fc.constant(kind),
            answers(fc.oneof({ arbitrary: TEXTS[kind], weight: 4 }, { arbitrary: anyText, weight: 1 })),
          ),
        ),
      );
      const ends = await fuzz(
        'answers of bots',
        { tries, values, mostCpuMs: MOST_CPU_OF_MARKDOWN_MS },
        attempt,
      );
      for (const kind of KINDS)
        expect([kind, ends.has(`${kind} said`), ends.has(`${kind} failed`)]).toEqual([kind, true, true]);
    },
    timeLimitOf(tries),
  );

  it(
    'an endpoint of a webhook that answers anything has taken the event, or not',
    async () => {
      const attempt = async (answer: Answered): Promise<string> => {
        willAnswer(answer);
        const request = { url: endpoint.url, headers: { 'content-type': 'application/json' }, body: '{}' };
        const posted = await postEvent(asking.client, request, new AbortController().signal);
        expect(unstorableIn(posted)).toEqual([]);
        expect((posted.answer?.body.length ?? 0) <= 4_096).toBe(true);
        if (posted.status !== null && posted.status < 300) expect(posted.error).toBeNull();
        return posted.error ?? 'taken';
      };
      const ends = await fuzz(
        'answers of endpoints',
        { tries, values: answers(anyText), mostCpuMs: MOST_CPU_MS },
        attempt,
      );
      for (const end of ['taken', 'redirect', 'http_500']) expect([end, ends.has(end)]).toEqual([end, true]);
    },
    timeLimitOf(tries),
  );

  it(
    'whatever WeChat answers to a send, it has one of the known outcomes',
    async () => {
      const body = fc
        .record(
          {
            errcode: fc.oneof(
              { arbitrary: fc.constantFrom<unknown>(0, 40_001, 45_015, 45_047, -1), weight: 6 },
              hostileValue,
            ),
            errmsg: hostileValue,
            access_token: fc.oneof(fc.constant('T'), hostileValue),
            expires_in: fc.oneof(fc.constant(7_200), hostileValue),
            msgid: hostileValue,
          },
          { requiredKeys: [] },
        )
        .map(toJsonText);
      const attempt = async ([token, send]: readonly [Answered | null, Answered]): Promise<string> => {
        endpoint.answer = (response, { path }) => {
          const isToken = path.startsWith('/cgi-bin/stable_token');
          if (isToken && token === null) return response.end('{"access_token":"T","expires_in":7200}');
          const { status, headers, body: bytes } = isToken && token !== null ? token : send;
          return response.writeHead(status, headers).end(bytes);
        };
        const client = createWeChatClient({
          baseUrl: endpoint.url,
          dispatcher,
          timeouts: { sendMs: 2_000, tokenWaitMs: 2_000, readMs: 2_000 },
          accessTokens: createAccessTokens({
            baseUrl: endpoint.url,
            store: createMemoryTokenStore(Date.now),
            now: Date.now,
            dispatcher,
            timeouts: { fetchMs: 2_000 },
          }),
        });
        const message = { touser: 'oContact', msgtype: 'text', text: { content: '您好' } };
        const outcome = await client.sendMessage(
          { channelId: 'channel', appId: 'wx1', appSecret: 's3cr3t' },
          message,
        );
        expect(unstorableIn(outcome)).toEqual([]);
        expect(JSON.stringify(outcome)).not.toContain('s3cr3t');
        return outcome.type;
      };
      const values = fc.tuple(
        fc.oneof({ arbitrary: fc.constant(null), weight: 3 }, answers(body)),
        answers(body),
      );
      const ends = await fuzz('answers of WeChat', { tries, values, mostCpuMs: MOST_CPU_MS }, attempt);
      for (const end of ['sent', 'refused', 'unknown']) expect([end, ends.has(end)]).toEqual([end, true]);
    },
    timeLimitOf(tries),
  );
}
