/** The MCP server: any JSON-RPC message over HTTP, and its tools with values made from their own schemas. */
import fc from 'fast-check';
import { PROBLEMS } from '../../src/contracts/problem';
import { TOOLS } from '../../src/mcp/tools';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { fuzz, timeLimitOf, triesOf } from '../support/fuzz/fuzz';
import { hostileName, hostileString, hostileValue, toJsonText } from '../support/fuzz/hostile-values';
import { type RawAnswer, type RawClient, rawClient } from '../support/fuzz/http';
import { mutated, type Schema, valuesOf } from '../support/fuzz/schema-values';
import { createWorlds } from '../support/fuzz/world';

/** Of server and client together. */
const MOST_CPU_MS = 250;
const TRIES_IN_A_WORLD = 400;
const KNOWN = /⟦(\w+)⟧/g;

type Sent = {
  readonly body: string;
  readonly type: string;
  readonly version: string;
  readonly accept: string;
};

const IDS = ['conversationId', 'contactId', 'operatorId', 'groupId', 'channelId', 'brandId'];
const byName = (name: string): fc.Arbitrary<unknown> | undefined =>
  IDS.includes(name) ? fc.constantFrom(`⟦${name}⟧`, `⟦${name}⟧`, 'none') : undefined;
const calls = TOOLS.map(({ name, inputSchema }) =>
  fc.record({
    name: fc.constant(name),
    arguments: mutated(valuesOf(inputSchema as Schema, { schemas: {}, byName })),
  }),
);
const params = fc.oneof(
  { arbitrary: fc.oneof(...calls), weight: 6 },
  { arbitrary: fc.record({ name: hostileName, arguments: hostileValue }), weight: 1 },
  { arbitrary: hostileValue, weight: 1 },
);
const message = fc.record({
  jsonrpc: fc.oneof({ arbitrary: fc.constant<unknown>('2.0'), weight: 15 }, hostileValue),
  id: fc.oneof({ arbitrary: fc.nat(), weight: 8 }, hostileValue),
  method: fc.oneof(
    { arbitrary: fc.constant<unknown>('tools/call'), weight: 8 },
    fc.constantFrom<unknown>(
      'tools/list',
      'initialize',
      'ping',
      'notifications/initialized',
      'resources/list',
      'logging/setLevel',
    ),
    hostileValue,
  ),
  params,
});
const requests: fc.Arbitrary<Sent> = fc.record({
  body: fc.oneof(
    { arbitrary: message.map(toJsonText), weight: 12 },
    { arbitrary: mutated(message).map(toJsonText), weight: 4 },
    { arbitrary: hostileValue.map(toJsonText), weight: 1 },
    { arbitrary: hostileString, weight: 1 },
  ),
  type: fc.oneof(
    { arbitrary: fc.constant('application/json'), weight: 20 },
    fc.constantFrom('text/plain', ''),
  ),
  version: fc.oneof(
    { arbitrary: fc.constant('2025-06-18'), weight: 20 },
    fc.constantFrom('', '1', '2024-11-05'),
  ),
  accept: fc.oneof(
    { arbitrary: fc.constant('application/json, text/event-stream'), weight: 20 },
    fc.constantFrom('*/*', 'text/html', ''),
  ),
});

/** Defines the tests; `inCi`: the tries in CI. */
export function fuzzMcp(inCi: number): void {
  const tries = triesOf(inCi);
  let app: ConversationApp;
  let client: RawClient;
  beforeAll(async () => {
    const most = 1_000_000_000;
    app = await startConversationApp({
      rateLimits: { signIn: most, unauthenticated: most, open: most, signedIn: most },
    });
    client = rawClient(app.url);
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await app.close();
  });

  it(
    'any message is answered by the protocol or with a problem, and never with an error of ours',
    async () => {
      const worlds = createWorlds(app, TRIES_IN_A_WORLD);
      const attempt = async ({ body, type, version, accept }: Sent): Promise<string> => {
        const { values, tokens } = worlds.current();
        const answer = await client.send({
          method: 'POST',
          path: '/mcp',
          headers: {
            authorization: `Bearer ${tokens.administrator}`,
            'content-type': type,
            accept,
            ...(version === '' ? {} : { 'mcp-protocol-version': version }),
          },
          body: body.replace(KNOWN, (_, name: string) => values[name]?.[0] ?? 'none'),
        });
        await app.host.idle();
        return judge(answer, /"method":"tools\//.test(body));
      };
      const ends = await fuzz(
        'the MCP server',
        { tries, values: requests, mostCpuMs: MOST_CPU_MS, prepare: worlds.prepare },
        attempt,
      );
      for (const end of ['done', 'invalid_request', 'not_found'])
        expect([end, ends.has(end)]).toEqual([end, true]);
    },
    timeLimitOf(tries),
  );
}

const INTERNAL_ERROR = -32_603;

/** The kind of answer; throws for what no caller may get. */
function judge({ status, type, text }: RawAnswer, isOurs: boolean): string {
  const told = `${status} ${type} ${text.slice(0, 400)}`;
  if (status >= 500) throw new Error(told);
  if (status === 202) return 'taken';
  const body = JSON.parse(text) as Record<string, unknown>;
  if (type.startsWith('application/problem+json')) {
    const code = body['code'] as keyof typeof PROBLEMS;
    expect([told, PROBLEMS[code]?.status]).toEqual([told, status]);
    return `refused ${code}`;
  }
  expect([told, body['jsonrpc']]).toEqual([told, '2.0']);
  if (body['error'] !== undefined) {
    const { code } = body['error'] as { code: number };
    // The SDK itself has an internal error for what is wrong with `initialize` and `ping`.
    if (isOurs) expect([told, code]).not.toEqual([told, INTERNAL_ERROR]);
    return `error ${code}`;
  }
  const result = body['result'] as { isError?: boolean; structuredContent?: { code?: string } };
  if (result.isError !== true) return 'done';
  const code = result.structuredContent?.code ?? 'none';
  expect([told, Object.hasOwn(PROBLEMS, code), code === 'internal']).toEqual([told, true, false]);
  return code;
}
