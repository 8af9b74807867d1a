/** CSV files of administrators: any bytes, any encoding, and tables with anything in their cells. */
import fc from 'fast-check';
import { PROBLEMS } from '../../src/contracts/problem';
import { type ConversationApp, startConversationApp } from '../support/conversation-app';
import { fuzz, timeLimitOf, triesOf } from '../support/fuzz/fuzz';
import { hostileString } from '../support/fuzz/hostile-values';
import { type RawClient, rawClient } from '../support/fuzz/http';
import { createWorlds } from '../support/fuzz/world';
import { type WriteWatch, watchWrites } from '../support/fuzz/write-watch';

/** Of server, client and the search for written rows together. */
const MOST_CPU_MS = 250;
/** Thousands of lines are imported in one transaction, which takes its time. */
const MOST_MEASURED_BYTES = 20_000;
const TRIES_IN_A_WORLD = 400;

const COLUMNS = {
  'canned-replies': ['shortcut', 'text', 'folder'],
  operators: ['name', 'email', 'role', 'brands'],
  tags: ['openId', 'tags'],
} as const;
type Kind = keyof typeof COLUMNS;
type Sent = { readonly kind: Kind; readonly dryRun: boolean; readonly body: Buffer; readonly type: string };

const cell = fc.oneof(
  {
    arbitrary: fc.constantFrom(
      'hi',
      '您好',
      'Li',
      'a@example.com',
      'VIP;tea',
      'operator',
      'Brand 1',
      'o-1',
      '',
    ),
    weight: 4,
  },
  { arbitrary: hostileString.map((text) => text.slice(0, 3_000)), weight: 1 },
);
const written = (text: string): string =>
  /[",;\n\r\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

const tableOf = (kind: Kind): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.shuffledSubarray([...COLUMNS[kind]], { minLength: COLUMNS[kind].length - 1 }),
      fc.array(hostileString, { maxLength: 1 }),
      fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 6 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.oneof({ arbitrary: fc.constant(1), weight: 15 }, fc.constantFrom(900, 6_000)),
    )
    .map(([columns, more, rows, sign, end, times]) => {
      // Strange columns are rare: they refuse the whole file.
      const names = more[0] !== undefined && more[0].length % 7 === 1 ? [...columns, more[0]] : columns;
      const lines = rows.map((cells) => cells.slice(0, names.length).map(written).join(sign));
      const all = Array.from({ length: lines.length === 0 ? 0 : times }, () => lines).flat();
      return [names.map(written).join(sign), ...all].join(end);
    });

const encoded = (texts: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(texts, fc.constantFrom('utf8', 'utf8', 'utf8', 'bom', 'utf16', 'latin1'))
    .map(([text, encoding]) => {
      if (encoding === 'bom') return Buffer.from(`\ufeff${text}`);
      if (encoding === 'utf16') return Buffer.from(`\ufeff${text}`, 'utf16le');
      return Buffer.from(text, encoding as 'utf8');
    });

const PIECES = [
  '"',
  '""',
  ',',
  '\n',
  '\0',
  '"a"b',
  '"'.repeat(60_000),
  ','.repeat(60_000),
  '\n'.repeat(60_000),
  'x'.repeat(70_000),
];
const requests: fc.Arbitrary<Sent> = fc
  .constantFrom<Kind>('canned-replies', 'operators', 'tags')
  .chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      dryRun: fc.boolean(),
      body: fc.oneof(
        { arbitrary: encoded(tableOf(kind)), weight: 8 },
        {
          arbitrary: fc
            .tuple(tableOf(kind), fc.constantFrom(...PIECES))
            .map((both) => Buffer.from(both.join('\n'))),
          weight: 2,
        },
        { arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
      ),
      type: fc.oneof(
        { arbitrary: fc.constant('text/csv'), weight: 12 },
        fc.constantFrom('application/octet-stream', 'text/html', ''),
      ),
    }),
  );

/** Defines the tests; `inCi`: the tries in CI. */
export function fuzzImports(inCi: number): void {
  const tries = triesOf(inCi);
  let app: ConversationApp;
  let client: RawClient;
  let writes: WriteWatch;
  beforeAll(async () => {
    const most = 1_000_000_000;
    app = await startConversationApp({
      rateLimits: { signIn: most, unauthenticated: most, open: most, signedIn: most },
    });
    client = rawClient(app.url);
    writes = await watchWrites(app.database);
  }, 60_000);
  afterAll(async () => {
    await client.close();
    await app.close();
  });

  it(
    'any file is imported as a whole, or refused with its lines, and then stores nothing',
    async () => {
      const worlds = createWorlds(app, TRIES_IN_A_WORLD);
      const prepare = async (): Promise<void> => {
        await worlds.prepare();
        await app.host.idle();
        await writes.taken();
      };
      const attempt = async ({ kind, dryRun, body, type }: Sent): Promise<string> => {
        const { values, tokens } = worlds.current();
        const target =
          kind === 'tags'
            ? `&channelId=${values['channelId']?.[0]}`
            : kind === 'operators'
              ? ''
              : `&brandId=${values['brandId']?.[0]}`;
        const answer = await client.send({
          method: 'POST',
          path: `/api/v1/import/${kind}?dryRun=${dryRun}${target}`,
          headers: {
            authorization: `Bearer ${tokens.administrator}`,
            ...(type === '' ? {} : { 'content-type': type }),
          },
          body: new Uint8Array(body),
        });
        const told = `${kind} answered ${answer.status} ${answer.text.slice(0, 300)}`;
        const stored = await writes.taken();
        const read = JSON.parse(answer.text) as {
          code: keyof typeof PROBLEMS;
          applied: boolean;
          errors: number;
        };
        if (answer.status !== 200) {
          expect([told, PROBLEMS[read.code]?.status, answer.status < 500]).toEqual([
            told,
            answer.status,
            true,
          ]);
          expect([told, stored]).toEqual([told, []]);
          return read.code;
        }
        if (!read.applied) expect([told, stored]).toEqual([told, []]);
        if (dryRun || read.errors > 0) expect([told, read.applied]).toEqual([told, false]);
        return read.applied ? 'imported' : 'judged';
      };
      const ends = await fuzz(
        'imports',
        {
          tries,
          values: requests,
          mostCpuMs: MOST_CPU_MS,
          isUnbounded: ({ body }) => body.length > MOST_MEASURED_BYTES,
          prepare,
        },
        attempt,
      );
      for (const end of ['imported', 'judged', 'invalid_request'])
        expect([end, ends.has(end)]).toEqual([end, true]);
    },
    timeLimitOf(tries),
  );
}
