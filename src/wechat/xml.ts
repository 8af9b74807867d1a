import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { WeChatFields } from '../domain/inbound';
import { hasCdataMark, maskCdata, unmaskCdata } from './cdata';
import { WebhookError } from './webhook-error';

/** The largest body of the webhook in bytes (fault-matrix I8). */
export const MAX_WEBHOOK_BYTES = 65_536;

/** More than any delivery has outside CDATA; bounds the parser's time (64 kB of tags or `&` cost it 17 to 30 ms). */
const MAX_TAGS = 1_000;
const MAX_AMPERSANDS = 2_000;
const MAX_DEPTH = 8;
const NAME_FORM = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const REFUSED_NAMES: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/** What XML 1.0 forbids. People's texts contain them, strict parsers throw, and the message would be lost. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN_CHARACTERS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Numeric references and entities that need a declaration: WeChat sends none (fault-matrix I11). */
const FORBIDDEN_ENTITY = /&(?:#|(?!(?:amp|lt|gt|quot|apos);)[A-Za-z_][A-Za-z0-9_.-]*;)/;
const BARE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos);)/g;
const PREDEFINED_ENTITY = /&(amp|lt|gt|quot|apos);/g;
const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const parser = new XMLParser({
  preserveOrder: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  ignoreAttributes: true,
  processEntities: false,
  htmlEntities: false,
  maxNestedTags: MAX_DEPTH,
});

/**
 * Reads a body of WeChat's webhook. Every value stays the text that it was: no number or boolean is guessed,
 * CDATA is exact, white space is trimmed outside CDATA only. A repeated element inside another becomes a list;
 * text between elements is ignored. In time linear to the body.
 *
 * @throws WebhookError `too_large` over 64 kB; `bad_xml` for everything that is not well-formed UTF-8 XML under
 *   one `<xml>` root, has a DOCTYPE or an entity of its own, doubled top-level fields (a person who pastes XML
 *   could otherwise replace `FromUserName`), more than 8 levels or 1,000 tags, or a name such as `__proto__`
 */
export function parseXml(body: Buffer): WeChatFields {
  if (body.length > MAX_WEBHOOK_BYTES) throw new WebhookError('too_large', 'body');
  const { skeleton, sections } = maskCdata(decodeUtf8(body).replace(FORBIDDEN_CHARACTERS, ''));
  const document = prepareSkeleton(skeleton);
  if (XMLValidator.validate(document) !== true) throw new WebhookError('bad_xml', 'malformed');
  const root = rootOf(parseOrdered(document));
  const fields = toFields(root, sections, 'refuse');
  return typeof fields === 'string' ? {} : fields;
}

function decodeUtf8(body: Buffer): string {
  // UTF-16 without a mark is valid UTF-8 full of NULs: stripping those would leave garbled text.
  if (body[0] === 0 || body[1] === 0) throw new WebhookError('bad_xml', 'not_utf8');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body); // drops a BOM
  } catch {
    throw new WebhookError('bad_xml', 'not_utf8');
  }
}

/** Checks what must not be there before any parser runs, and cuts stray text around the document. */
function prepareSkeleton(skeleton: string): string {
  const document = cutStrayText(cutStrayText(skeleton).replace(/^<\?xml [^<>]*\?>/, ''));
  if (document === '') throw new WebhookError('bad_xml', 'no_element');
  if (document.includes('<!')) throw new WebhookError('bad_xml', 'doctype');
  if (document.includes('<?')) throw new WebhookError('bad_xml', 'instruction');
  if (FORBIDDEN_ENTITY.test(document)) throw new WebhookError('bad_xml', 'entity');
  if (hasMoreThan(MAX_TAGS, '<', document)) throw new WebhookError('bad_xml', 'too_many_tags');
  if (hasMoreThan(MAX_AMPERSANDS, '&', document)) throw new WebhookError('bad_xml', 'entity');
  // A URL outside CDATA may have a bare `&`: kept as it is.
  return document.replace(BARE_AMPERSAND, '&amp;');
}

function hasMoreThan(limit: number, character: string, text: string): boolean {
  return text.split(character, limit + 2).length > limit + 1;
}

function cutStrayText(text: string): string {
  const start = text.indexOf('<');
  return start === -1 ? '' : text.slice(start, text.lastIndexOf('>') + 1);
}

/** What fast-xml-parser gives with `preserveOrder`: one object per node, its one key being name or `#text`. */
type OrderedNode = Readonly<Record<string, unknown>>;

function parseOrdered(document: string): readonly OrderedNode[] {
  try {
    return parser.parse(document) as readonly OrderedNode[];
  } catch {
    throw new WebhookError('bad_xml', 'depth_or_name');
  }
}

function rootOf(nodes: readonly OrderedNode[]): readonly OrderedNode[] {
  const root = nodes.find((node) => Object.hasOwn(node, 'xml'));
  if (root === undefined) throw new WebhookError('bad_xml', 'root');
  return root['xml'] as readonly OrderedNode[];
}

/** The children of one element as fields; an element without elements inside is its text. */
function toFields(
  nodes: readonly OrderedNode[],
  sections: readonly string[],
  doubled: 'refuse' | 'list',
): string | WeChatFields {
  const fields = new Map<string, string | WeChatFields | (string | WeChatFields)[]>();
  let text = '';
  for (const node of nodes) {
    const name = Object.keys(node)[0] ?? '';
    const value = node[name];
    if (name === '#text') {
      text += String(value);
      continue;
    }
    if (hasCdataMark(name) || !NAME_FORM.test(name) || REFUSED_NAMES.includes(name)) {
      throw new WebhookError('bad_xml', 'name');
    }
    const field = toFields(value as readonly OrderedNode[], sections, 'list');
    const earlier = fields.get(name);
    if (earlier === undefined) fields.set(name, field);
    else if (doubled === 'refuse') throw new WebhookError('bad_xml', 'doubled_field');
    else if (Array.isArray(earlier)) earlier.push(field);
    else fields.set(name, [earlier, field]);
  }
  // `fromEntries` defines properties instead of assigning them, so no name can reach a prototype.
  return fields.size > 0 ? Object.fromEntries(fields) : toText(text, sections);
}

function toText(raw: string, sections: readonly string[]): string {
  const decoded = trimXmlSpace(raw).replace(PREDEFINED_ENTITY, (entity, name) => PREDEFINED[name] ?? entity);
  return unmaskCdata(decoded, sections);
}

/** By hand: a trailing-space pattern is quadratic on hostile input, and `trim()` takes more than XML's space. */
function trimXmlSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && ' \t\r\n'.includes(text.charAt(start))) start += 1;
  while (end > start && ' \t\r\n'.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
