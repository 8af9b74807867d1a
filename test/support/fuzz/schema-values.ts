/** Values for a schema of the OpenAPI document: most of them as it wants, or nearly so. */
import fc from 'fast-check';
import { hostileName, hostileString, hostileValue, RawJson, toJsonText } from './hostile-values';

/** As much of JSON Schema as the document uses. */
export type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly pattern?: string;
  readonly format?: string;
};
export type Schemas = Readonly<Record<string, Schema>>;

/** Values by the name of their field, e.g. ids that exist; undefined: none is known. */
export type ByName = (name: string) => fc.Arbitrary<unknown> | undefined;

/** Deeper, a tree of a recursive schema ends. */
const DEEPEST = 5;
const INSTANTS = { min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true } as const;

/** Values that fit `schema`, except for what a schema cannot say; `name` is that of the field. */
export function valuesOf(
  schema: Schema,
  given: { readonly schemas: Schemas; readonly byName: ByName },
  name = '',
  depth = 0,
): fc.Arbitrary<unknown> {
  const known = given.byName(name);
  if (known !== undefined && schema.properties === undefined) return known;
  const inner = (one: Schema, of = name) => valuesOf(one, given, of, depth + 1);
  if (schema.$ref !== undefined) {
    const target = given.schemas[schema.$ref.replace('#/components/schemas/', '')];
    return target === undefined || depth > DEEPEST ? fc.constant(null) : inner(target);
  }
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((one) => inner(one)));
  if (schema.allOf !== undefined) {
    const parts = fc.tuple(...schema.allOf.map((one) => inner(one)));
    return parts.map((all) => Object.assign({}, ...all) as unknown);
  }
  const types = [schema.type ?? 'object'].flat();
  return fc.oneof(...types.map((type) => ofType(type, schema, inner, depth)));
}

function ofType(
  type: string,
  schema: Schema,
  inner: (one: Schema, name?: string) => fc.Arbitrary<unknown>,
  depth: number,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return numberOf(schema, type === 'integer');
    case 'string':
      return stringOf(schema);
    case 'array': {
      const { items = {}, minItems = 0, maxItems = 3 } = schema;
      const most = depth > DEEPEST ? minItems : Math.max(minItems, Math.min(maxItems, 3));
      return fc.array(inner(items), { minLength: minItems, maxLength: most });
    }
    default:
      return objectOf(schema, inner);
  }
}

function objectOf(
  { properties = {}, required = [], additionalProperties }: Schema,
  inner: (one: Schema, name?: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, one]) => [name, inner(one, name)]),
  );
  const object = fc.record(fields, { requiredKeys: [...required].filter((name) => name in fields) });
  if (typeof additionalProperties !== 'object') return object;
  const more = fc.dictionary(fc.oneof(fc.constantFrom('a', 'b'), hostileName), inner(additionalProperties), {
    maxKeys: 3,
  });
  return fc.tuple(object, more).map(([own, others]) => ({ ...others, ...own }));
}

function numberOf(schema: Schema, isWhole: boolean): fc.Arbitrary<number> {
  const min = schema.minimum ?? schema.exclusiveMinimum ?? -1_000;
  const max = Math.max(min, schema.maximum ?? schema.exclusiveMaximum ?? 1_000_000);
  const edges = fc.constantFrom(min, max);
  return fc.oneof(
    edges,
    isWhole
      ? fc.integer({ min: Math.ceil(min), max: Math.floor(max) })
      : fc.double({ min, max, noNaN: true }),
  );
}

function stringOf({ pattern, format, minLength = 0, maxLength = 60 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time') return fc.date(INSTANTS).map((date) => date.toISOString());
  if (format === 'date') return fc.date(INSTANTS).map((date) => date.toISOString().slice(0, 10));
  if (format === 'email') return fc.emailAddress();
  if (format === 'uri') return fc.oneof(fc.webUrl(), fc.constant('http://127.0.0.1:9/hook'));
  const plain = fc.string({
    unit: 'grapheme',
    minLength,
    maxLength: Math.max(minLength, Math.min(maxLength, 40)),
  });
  const longest = fc.constant('长'.repeat(Math.min(maxLength, 3_000)));
  const words = fc
    .constantFrom('Tea', '您好', '茶 馆', '{{contact.name}}', '🍵')
    .map((one) => one.slice(0, maxLength));
  const usual = fc.oneof({ arbitrary: words, weight: 4 }, { arbitrary: plain, weight: 2 }, longest);
  if (pattern === undefined) return usual;
  return fc.oneof(matching(pattern) ?? usual, usual);
}

/** Undefined if fast-check cannot make strings for it. */
function matching(pattern: string): fc.Arbitrary<string> | undefined {
  try {
    return fc.stringMatching(new RegExp(pattern, 'u'), { maxLength: 60 });
  } catch {
    return undefined;
  }
}

type Change =
  | { readonly type: 'replace' | 'add'; readonly at: number; readonly name: string; readonly value: unknown }
  | { readonly type: 'remove'; readonly at: number };

const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    type: fc.constant('replace' as const),
    at: fc.nat(),
    name: fc.constant(''),
    value: hostileValue,
  }),
  fc.record({ type: fc.constant('add' as const), at: fc.nat(), name: hostileName, value: hostileValue }),
  fc.record({ type: fc.constant('remove' as const), at: fc.nat() }),
);

/** `values`, half of them with up to three places changed: replaced by anything, left out, or a field added. */
export function mutated(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const changes = fc.oneof(fc.constant([]), fc.array(change, { minLength: 1, maxLength: 3 }));
  return fc.tuple(values, changes).map(([value, all]) => all.reduce<unknown>(apply, value));
}

/** Any text in a query or a path: what the schema wants, or not at all. */
export function textValuesOf(values: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const texts = values.map((value) => (typeof value === 'string' ? value : toJsonText(value)));
  return fc.oneof({ arbitrary: texts, weight: 3 }, { arbitrary: hostileString, weight: 1 });
}

/** `value` with one change, at one of its places (the `at`th, counted round). */
function apply(value: unknown, one: Change): unknown {
  const copy = copyOf(value);
  const places = placesOf(copy);
  const place = places[one.at % (places.length + 1)];
  if (place === undefined) return one.type === 'replace' ? one.value : addTo(copy, one);
  const { holder, key } = place;
  if (one.type === 'remove') delete holder[key];
  else if (one.type === 'replace') define(holder, key, one.value);
  else holder[key] = addTo(holder[key], one);
  return copy;
}

function addTo(value: unknown, one: Change): unknown {
  if (one.type !== 'add' || typeof value !== 'object' || value === null || value instanceof RawJson)
    return value;
  define(value as Record<string, unknown>, Array.isArray(value) ? String(value.length) : one.name, one.value);
  return value;
}

/** Assigning to `__proto__` would set the prototype, and the name would not be sent. */
function define(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

type Place = { readonly holder: Record<string, unknown>; readonly key: string };

function placesOf(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null || value instanceof RawJson) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesOf(holder[key])]);
}

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof RawJson) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copy = {};
  for (const [key, inner] of Object.entries(value)) define(copy, key, copyOf(inner));
  return copy;
}
