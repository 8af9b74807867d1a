/** Every operation of the OpenAPI document with values made from its schemas, and with anything else, over HTTP. */
import fc from 'fast-check';
import { PROBLEMS } from '../../src/contracts/problem';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { fuzz, timeLimitOf, triesOf } from '../support/fuzz/fuzz';
import { hostileString, toJsonText } from '../support/fuzz/hostile-values';
import { escaped, type RawAnswer, type RawClient, rawClient } from '../support/fuzz/http';
import { mutated, type Schema, type Schemas, textValuesOf, valuesOf } from '../support/fuzz/schema-values';
import { type Caller, createWorlds, nameOfParam, type World } from '../support/fuzz/world';
import { type WriteWatch, watchWrites } from '../support/fuzz/write-watch';

/** Of server, client and the search for written rows together. */
const MOST_CPU_MS = 250;
/**
 * Passwords are hashed, which is slow by design and happens in threads; the demo looks again and again until what it has
 * played is there.
 */
const UNBOUNDED = /login|password|invitations|operators|two-factor|sign-in|\/demo\//;
/** An answer that refuses is short, however much was wrong. */
const LONGEST_PROBLEM = 64 * 1024;
const TRIES_IN_A_WORLD = 400;
/** What was refused with one of these leaves nothing behind. */
const STORES_NOTHING = [400, 404, 413, 415];
/** A wrong password or code is counted and audited. */
const OF_ATTEMPTS = ['sign_in_guards', 'audit_log', 'audit_head'];
/** A body that an operation does not take, or an address that is none. */
const GENERAL = [400, 413, 415];

type Parameter = {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
};
type Operation = {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Schemas };
};
type Request = {
  readonly key: string;
  readonly caller: Caller;
  /** The place of an existing value (`known`), or a text. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly type: string;
};

/** Stands for a value of the current world, which does not exist yet when values are generated. */
const known = (name: string, at: number): string => `⟦${name}:${at}⟧`;
const KNOWN = /⟦(\w+):(\d+)⟧/g;
const NAMES = [
  'brandId',
  'channelId',
  'contactId',
  'conversationId',
  'messageId',
  'operatorId',
  'groupId',
  'botId',
  'macroId',
  'attachmentId',
  'webhookId',
  'deliveryId',
  'qrCodeId',
  'cannedReplyId',
  'tokenId',
  'rejectedId',
  'tag',
  'email',
  'password',
  'currentPassword',
  'timeZone',
];

const byName = (name: string): fc.Arbitrary<unknown> | undefined =>
  NAMES.includes(name)
    ? fc.oneof(
        { arbitrary: fc.nat(2).map((at) => known(name, at)), weight: 8 },
        fc.constant('none'),
        fc.constant(null),
      )
    : undefined;

function requestsOf(document: Document): fc.Arbitrary<Request> {
  const given = { schemas: document.components.schemas, byName };
  const all = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => requestOf(`${method} ${path}`, operation, given)),
  );
  return fc.oneof(...all);
}

function requestOf(
  key: string,
  operation: Operation,
  given: { readonly schemas: Schemas; readonly byName: typeof byName },
): fc.Arbitrary<Request> {
  const path = key.split(' ')[1] ?? '';
  const of = (place: string) => (operation.parameters ?? []).filter((one) => one.in === place);
  const texts = (parameters: readonly Parameter[], isPath: boolean) =>
    fc.record(
      Object.fromEntries(
        parameters.map(({ name, schema = {} }) => {
          const own = isPath ? nameOfParam(path, name) : name;
          return [name, textValuesOf(byName(own) ?? valuesOf(schema, given, own))];
        }),
      ),
      isPath ? {} : { requiredKeys: [] },
    );
  const json = operation.requestBody?.content['application/json']?.schema;
  const wanted = json === undefined ? fc.constant<unknown>(undefined) : valuesOf(json, given);
  const more = fc.dictionary(
    hostileString.map((text) => text.slice(0, 50)),
    hostileString.map((text) => text.slice(0, 200)),
    { maxKeys: 1 },
  );
  const body = fc.oneof(
    {
      arbitrary: mutated(wanted).map((value) => (value === undefined ? undefined : toJsonText(value))),
      weight: 12,
    },
    { arbitrary: hostileString, weight: 1 },
  );
  return fc.record({
    key: fc.constant(key),
    caller: fc.oneof(
      { arbitrary: fc.constant<Caller>('administrator'), weight: 6 },
      fc.constantFrom<Caller>('member', 'stranger', 'nobody'),
    ),
    params: texts(of('path'), true) as fc.Arbitrary<Record<string, string>>,
    query: fc
      .tuple(texts(of('query'), false), fc.oneof({ arbitrary: fc.constant({}), weight: 5 }, more))
      .map(([own, others]) => ({ ...own, ...others }) as Record<string, string>),
    headers: texts(of('header'), false).map((values) =>
      // What HTTP itself cannot carry never reaches the server.
      Object.fromEntries(
        Object.entries(values as object).map(([name, value]) => [
          name,
          String(value).replace(/[^\x20-\x7e⟦⟧]/g, '?'),
        ]),
      ),
    ),
    body: key.startsWith('get') ? fc.constant(undefined) : body,
    type: fc.oneof(
      { arbitrary: fc.constant('application/json'), weight: 20 },
      fc.constantFrom(
        'text/plain',
        'application/json; charset=utf-7',
        'multipart/form-data; boundary=x',
        'text/csv',
      ),
    ),
  });
}

/** Defines the tests; `inCi`: the tries in CI. */
export function fuzzApi(inCi: number): void {
  const tries = triesOf(inCi);
  let app: ConversationApp;
  let client: RawClient;
  let writes: WriteWatch;
  let requests: fc.Arbitrary<Request>;
  let documented: (key: string) => readonly string[];
  beforeAll(async () => {
    const most = 1_000_000_000;
    app = await startConversationApp({
      rateLimits: { signIn: most, unauthenticated: most, open: most, signedIn: most },
      retentionClient: { runNow: async () => null },
    });
    client = rawClient(app.url);
    writes = await watchWrites(app.database);
    const document = JSON.parse(
      (await client.send({ method: 'GET', path: '/openapi.json' })).text,
    ) as Document;
    requests = requestsOf(withoutStreams(document));
    documented = (key) => {
      const [method = '', path = ''] = key.split(' ');
      return Object.keys(document.paths[path]?.[method]?.responses ?? {});
    };
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await app.close();
  });

  const send = async (request: Request, { values, tokens }: World): Promise<RawAnswer> => {
    const filled = (text: string): string =>
      text.replace(KNOWN, (_, name: string, at: string) => {
        const all = values[name] ?? [];
        return all[Number(at) % Math.max(1, all.length)] ?? 'none';
      });
    const [method = '', path = ''] = request.key.split(' ');
    const segment = (name: string) => escaped(filled(request.params[name] ?? '').slice(0, 300)) || 'none';
    const query = Object.entries(request.query).map(
      ([name, value]) => `${escaped(name)}=${escaped(filled(value).slice(0, 500))}`,
    );
    const token = tokens[request.caller];
    return client.send({
      method: method.toUpperCase(),
      path: `${path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name))}?${query.join('&')}`.slice(
        0,
        6_000,
      ),
      headers: {
        ...Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, filled(value).slice(0, 300)]),
        ),
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(request.body === undefined ? {} : { 'content-type': request.type }),
      },
      ...(request.body === undefined ? {} : { body: filled(request.body) }),
    });
  };

  it(
    'every operation answers anything as its contract says, and stores nothing that it refuses',
    async () => {
      const worlds = createWorlds(app, TRIES_IN_A_WORLD);
      const natural = Object.getOwnPropertyNames(Object.prototype).length;
      const prepare = async (): Promise<void> => {
        await worlds.prepare();
        await app.host.idle();
        await writes.taken();
      };
      const attempt = async (request: Request): Promise<string> => {
        const { status, type, text } = await send(request, worlds.current());
        const told = `${request.key} answered ${status} ${text.slice(0, 300)}`;
        if (status >= 500) throw new Error(told);
        if (!GENERAL.includes(status) && !documented(request.key).includes(String(status)))
          throw new Error(`${told}: not documented`);
        if (status >= 400) checkProblem(told, { status, type, text });
        if (STORES_NOTHING.includes(status)) {
          const stored = await writes.taken();
          expect([told, stored.filter((name) => !OF_ATTEMPTS.includes(name))]).toEqual([told, []]);
        }
        expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(natural);
        // The administrator has locked themselves out, or the operation wants a secret of its own.
        if (request.caller === 'administrator' && (status === 401 || status === 403)) worlds.leave();
        return String(status);
      };
      const ends = await fuzz(
        'the API',
        {
          tries,
          values: requests,
          mostCpuMs: MOST_CPU_MS,
          isUnbounded: ({ key }) => UNBOUNDED.test(key),
          prepare,
        },
        attempt,
      );
      for (const end of ['200', '400', '404'])
        expect([end, (ends.get(end) ?? 0) > tries / 20]).toEqual([end, true]);
    },
    timeLimitOf(tries),
  );
}

function checkProblem(told: string, { status, type, text }: RawAnswer): void {
  expect([told, type.split(';')[0]]).toEqual([told, 'application/problem+json']);
  const { code, status: own } = JSON.parse(text) as { code: keyof typeof PROBLEMS; status: number };
  expect([told, own, PROBLEMS[code]?.status]).toEqual([told, status, status]);
  expect([told, text.length < LONGEST_PROBLEM]).toEqual([told, true]);
}

/** Streams have no end: `events.ts` is for them. */
function withoutStreams(document: Document): Document {
  const isStream = ({ responses }: Operation): boolean =>
    Object.keys(responses['200']?.content ?? {}).includes('text/event-stream');
  const paths = Object.entries(document.paths).map(([path, item]) => [
    path,
    Object.fromEntries(Object.entries(item).filter(([, operation]) => !isStream(operation))),
  ]);
  return { ...document, paths: Object.fromEntries(paths) as Document['paths'] };
}
