/** Bodies of WeChat's webhook: arbitrary bytes, and real messages in which anything was changed. */
import fc from 'fast-check';
import { channelFields } from '../administration-app';
import { EVENT_ROWS, MESSAGE_ROWS } from '../inbound-rows';
import { hostileString, hostileValue, toJsonText } from './hostile-values';

const { originalId } = channelFields('');

const head = `<ToUserName><![CDATA[${originalId}]]></ToUserName><FromUserName><![CDATA[oContact]]></FromUserName><CreateTime>1700000000</CreateTime>`;
const REAL: readonly string[] = [
  ...MESSAGE_ROWS.map(
    ([, type, inner]) =>
      `<xml>${head}<MsgType><![CDATA[${type}]]></MsgType>${inner}<MsgId>123456</MsgId></xml>`,
  ),
  ...EVENT_ROWS.map(
    ([event, inner]) =>
      `<xml>${head}<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${event}]]></Event>${inner}</xml>`,
  ),
];
const PIECES = [
  '<![CDATA[',
  ']]>',
  '<',
  '>',
  '</',
  '/>',
  '&',
  '&amp;',
  '&#0;',
  '&#xD800;',
  '&#x110000;',
  '<!--',
  '-->',
  '<!DOCTYPE x>',
  '<?xml version="1.0"?>',
  '<xml>',
  '</xml>',
  '<__proto__>',
  '<a>',
  '\u0000',
  '\u0004',
  '\ufffe',
  '<Encrypt>',
  '{',
  '}',
  '"',
  '<a>'.repeat(60),
  '<a/>'.repeat(1_100),
  '&#65;'.repeat(9_000),
  '<![CDATA['.repeat(5_000),
  ']]>'.repeat(15_000),
  '<!--'.repeat(15_000),
  '<'.repeat(60_000),
  '"'.repeat(60_000),
  ' '.repeat(60_000),
  '&'.repeat(60_000),
];
const NUMBERS = /\d+/g;

/** Replaces or inserts some bytes of a text. */
const edits = fc.array(
  fc.record({
    at: fc.nat(),
    cut: fc.oneof(fc.constant(0), fc.nat(30)),
    put: fc.oneof(
      fc.constantFrom(...PIECES).map((text) => Buffer.from(text)),
      hostileString.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
    ),
  }),
  { minLength: 0, maxLength: 4 },
);
const edited = (texts: fc.Arbitrary<string>): fc.Arbitrary<Buffer> =>
  fc.tuple(texts, edits).map(([text, all]) =>
    all.reduce<Buffer>((bytes, { at, cut, put }) => {
      const from = at % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + cut)]);
    }, Buffer.from(text)),
  );

/** A real message in which one field has another value: a number out of range, or any text in CDATA. */
const withValue = fc.tuple(fc.constantFrom(...REAL), fc.nat(), hostileString).map(([xml, at, text]) => {
  const fields = [...xml.matchAll(/<(\w+)>(?:<!\[CDATA\[[^<]*\]\]>|[^<]*)<\/\1>/g)];
  const field = fields[at % Math.max(1, fields.length)];
  if (field === undefined) return xml;
  const inside = NUMBERS.test(field[0]) ? text : text.replaceAll(']]>', ']]]]><![CDATA[>');
  return xml.replace(field[0], () => `<${field[1]}><![CDATA[${inside}]]></${field[1]}>`);
});

/** WeChat's JSON, with values of any type. */
const json = fc
  .record(
    {
      ToUserName: fc.constant(originalId),
      FromUserName: fc.oneof(fc.constant('oContact'), hostileValue),
      CreateTime: fc.oneof(fc.constant(1_700_000_000), hostileValue),
      MsgType: fc.oneof(fc.constantFrom('text', 'image', 'event', 'miniprogrampage'), hostileValue),
      Event: fc.oneof(
        fc.constantFrom('user_enter_tempsession', 'subscribe', 'kf_create_session'),
        hostileValue,
      ),
      Content: hostileValue,
      MediaId: hostileValue,
      MsgId: fc.oneof(fc.maxSafeInteger(), hostileValue),
      SessionFrom: hostileValue,
      List: hostileValue,
    },
    { requiredKeys: ['ToUserName', 'FromUserName', 'MsgType'] },
  )
  .map(toJsonText);

/** For the account of `channelFields`. */
export const wechatBodies: fc.Arbitrary<Buffer> = fc.oneof(
  { arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)), weight: 1 },
  { arbitrary: edited(fc.constantFrom(...REAL)), weight: 4 },
  { arbitrary: withValue.map((text) => Buffer.from(text)), weight: 3 },
  { arbitrary: json.map((text) => Buffer.from(text)), weight: 2 },
  { arbitrary: edited(json), weight: 1 },
);
