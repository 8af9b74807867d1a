/** What is wrong with a value, in words that continue the name of its field: "must be a number". */
import type { z } from 'zod';

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  date: 'a time',
};
const FORMATS: Readonly<Record<string, string>> = {
  email: 'an e-mail address',
  url: 'an address such as https://example.com',
  uuid: 'a UUID',
  datetime: 'a time such as 2026-11-22T08:00:00Z',
  date: 'a day such as 2026-11-22',
  time: 'a time of the day such as 08:00',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  base64: 'Base64',
  json_string: 'JSON',
};
const UNITS: Readonly<Record<string, readonly [one: string, several: string]>> = {
  string: ['character', 'characters'],
  array: ['item', 'items'],
  set: ['item', 'items'],
  file: ['byte', 'bytes'],
};

/** Words for an issue of zod; undefined: the schema's own words stand, or none are known. Give it to `safeParse`. */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'is missing'
        : `must be ${TYPES[issue.expected] ?? `a value of the type ${issue.expected}`}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}`;
    case 'invalid_union':
      if (issue.discriminator !== undefined) return 'must be one of the kinds that are allowed here';
      return wordsOfUnion(issue.errors) ?? 'has none of the forms that are allowed here';
    case 'invalid_format':
      return FORMATS[issue.format] === undefined
        ? 'does not have the right form'
        : `must be ${FORMATS[issue.format]}`;
    case 'too_small':
      return sized(issue.origin, issue.minimum, issue.inclusive === false ? 'more than' : 'at least');
    case 'too_big':
      return sized(issue.origin, issue.maximum, issue.inclusive === false ? 'less than' : 'at most');
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `has ${issue.keys.length === 1 ? 'a field' : 'fields'} that ${issue.keys.length === 1 ? 'is' : 'are'} not known: ${issue.keys.join(', ')}`;
    case 'invalid_key':
    case 'invalid_element':
      return 'has an entry that is not valid';
    case 'custom':
      return 'is not valid';
    default:
      return undefined;
  }
};

/** Of one value or a list of such values, what the value may be. */
function wordsOfUnion(errors: readonly (readonly z.core.$ZodIssue[])[]): string | undefined {
  const firsts = errors.map(([issue]) => issue);
  const isList = firsts.some((issue) => issue?.code === 'invalid_type' && issue.expected === 'array');
  // One value alone is a word that stands for a list, such as "*".
  const values = firsts.flatMap((issue) => (issue?.code === 'invalid_value' ? [...issue.values] : []));
  return isList && values.length > 1 ? `must be ${oneOf(values)}` : undefined;
}

function oneOf(values: readonly unknown[]): string {
  const words = values.map((value) => JSON.stringify(value) ?? String(value));
  return words.length === 1 ? String(words[0]) : `one of ${words.join(', ')}`;
}

function sized(origin: string, limit: number | bigint, how: string): string {
  const unit = UNITS[origin];
  if (unit === undefined) return `must be ${how} ${limit}`;
  if (origin === 'string' && how === 'at least' && Number(limit) === 1) return 'must not be empty';
  return `must have ${how} ${limit} ${unit[Number(limit) === 1 ? 0 : 1]}`;
}
