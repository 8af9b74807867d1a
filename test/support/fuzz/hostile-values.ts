/** Values that programs trip over, as strings, numbers and whole JSON texts. */
import fc from 'fast-check';

/** Part of a JSON text as it is: what `JSON.stringify` cannot write, e.g. a number that is no double. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** A JSON text of a value that may hold {@link RawJson}. */
export function toJsonText(value: unknown): string {
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map((one) => toJsonText(one)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  return `{${Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(([name, inner]) => `${JSON.stringify(name)}:${toJsonText(inner)}`)
    .join(',')}}`;
}

export const HOSTILE_STRINGS: readonly string[] = [
  '',
  ' ',
  "'",
  '"',
  '\\',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfffb',
  '\ufeff',
  '\ufffe',
  '\u202e',
  '\u2028',
  '\u0001\u001f\u007f',
  '1; drop table messages; --',
  "' or '1'='1",
  '%',
  '_',
  '$1',
  '{{name}}',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '../../etc/passwd',
  'http://127.0.0.1:1/',
  'http://[::1]/',
  'http://[',
  'javascript:alert(1)',
  'data:text/html,x',
  'file:///etc/passwd',
  '-1',
  '0',
  '1',
  '1e309',
  'NaN',
  'Infinity',
  '99999999999999999999999999',
  'null',
  'true',
  'undefined',
  '[object Object]',
  '2026-02-30T00:00:00.000Z',
  '2026-11-22T08:00:00.000Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '+275760-09-13T00:00:00.000Z',
  '+275761-01-01T00:00:00.000Z',
  '-271821-04-20T00:00:00.000Z',
  '2026-11-22T08:00:00+99:99',
  '24:00',
  '23:59',
  'Asia/Shanghai',
  'Etc/Nowhere',
  '(a+)+$',
  '😀'.repeat(200),
  '你'.repeat(700),
  'e\u0301'.repeat(300),
  'x'.repeat(65),
  'x'.repeat(5_000),
  '\ufdfa'.repeat(500),
  'a'.repeat(100_000),
];

const codeUnit = fc.integer({ min: 0, max: 0xff_ff }).map((unit) => String.fromCharCode(unit));

/** Any string: known trouble, characters of Unicode, and UTF-16 units without sense. */
export const hostileString: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constantFrom(...HOSTILE_STRINGS), weight: 4 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }), weight: 2 },
  { arbitrary: fc.string({ unit: codeUnit, maxLength: 20 }), weight: 1 },
);

const HOSTILE_NUMBERS = [
  '0',
  '-0',
  '-1',
  '1',
  '0.1',
  '1.5',
  '2147483647',
  '2147483648',
  '-2147483649',
  '9007199254740993',
  '9223372036854775808',
  '18446744073709551616',
  '1e21',
  '1e308',
  '1e400',
  '-1e400',
  '5e-324',
  `1${'0'.repeat(400)}`,
].map((text) => new RawJson(text));

export const hostileNumber: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...HOSTILE_NUMBERS),
  fc.double(),
  fc.maxSafeInteger(),
);

const nested = (open: string, close: string, levels: number) =>
  new RawJson(`${open.repeat(levels)}1${close.repeat(levels)}`);

const HOSTILE_TREES: readonly RawJson[] = [
  nested('[', ']', 100),
  nested('[', ']', 20_000),
  nested('{"a":', '}', 100),
  nested('{"and":[', ']}', 1_000),
  nested('{"any":[', ']}', 5_000),
  new RawJson(`{${Array.from({ length: 10_000 }, (_, at) => `"k${at}":0`).join(',')}}`),
  new RawJson(`[${'0,'.repeat(50_000)}0]`),
  new RawJson(`[${'{},'.repeat(20_000)}{}]`),
  new RawJson(`[${'"",'.repeat(30_000)}""]`),
  new RawJson('{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}'),
  new RawJson('{"toString":1,"valueOf":1,"hasOwnProperty":1,"length":-1,"then":1,"toJSON":1}'),
  new RawJson('{"a":1,"a":2}'),
  new RawJson('[,]'),
  new RawJson('{"a":1'),
  new RawJson('"\\ud800"'),
];

/** Anything in place of a value: wrong types, extremes, deep and wide trees, and what is not even JSON. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: hostileString, weight: 6 },
  { arbitrary: hostileNumber, weight: 3 },
  { arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { id: null }), weight: 3 },
  { arbitrary: fc.constantFrom<unknown>(...HOSTILE_TREES), weight: 1 },
  { arbitrary: fc.jsonValue({ maxDepth: 3 }), weight: 2 },
  { arbitrary: fc.array(hostileString, { maxLength: 5 }), weight: 1 },
);

/** Names of fields that no contract has, or that objects have by themselves. */
export const hostileName: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString', 'toJSON', 'then', 'length', '', 'id'),
  fc.constantFrom('role', 'brandId', 'isAdmin', 'settings', 'state', 'createdAt', '$where', 'a.b', 'a[b]'),
  hostileString,
);
