import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { WeChatFields } from '../../domain/messages/inbound';
import { maskXml, trimXmlSpace, unmaskCdata, withoutCommentMarks } from './cdata';
import { WebhookError } from './webhook-error';
import { decodeReferences, hasOnlyKnownReferences, isFieldName, stripForbidden } from './xml-characters';

/** The largest body of the webhook in bytes. */
export const MAX_WEBHOOK_BYTES = 65_536;

/** More than any delivery has outside CDATA; limits the parser's time (64 kB of tags cost it 17 to 30 ms). */
const MAX_TAGS = 1_000;
const MAX_DEPTH = 8;
const UTF16_MARKS: readonly number[] = [0xfeff, 0xfffe];

/**
 * Stands for `&` while the parser runs, so that it sees no references. XML forbids this character, and it was stripped
 * before.
 */
const AMPERSAND_MARK = '\u0004';

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
 * Parses a body of WeChat's webhook. Every value stays the text it was: numbers and booleans are not guessed, CDATA is
 * exact, and only text outside CDATA is trimmed and has its references decoded (XML's five entities and numeric ones).
 * Comments are skipped everywhere, as is text between elements. A repeated element becomes a list; {@link
 * refuseDoubled} decides whether it may be repeated. A truncated character, and any other byte that is not UTF-8,
 * becomes U+FFFD. In linear time.
 *
 * @throws WebhookError `too_large` over 64 kB; `bad_xml` for anything that is not well-formed XML under one `<xml>`
 * root, has a DOCTYPE or declares an entity, has more than 8 levels or 1,000 tags, or a name such as `__proto__`
 */
export function parseXml(body: Buffer): WeChatFields {
  if (body.length > MAX_WEBHOOK_BYTES) throw new WebhookError('too_large', 'body');
  const { skeleton, sections } = maskXml(stripForbidden(decodeUtf8(body)));
  const document = prepareSkeleton(skeleton);
  if (XMLValidator.validate(document) !== true) throw new WebhookError('bad_xml', 'malformed');
  const fields = toFields(rootOf(parseOrdered(document)), sections);
  return typeof fields === 'string' ? {} : fields;
}

function decodeUtf8(body: Buffer): string {
  // UTF-16 is full of NULs; stripping them would leave garbled text.
  const isUtf16 =
    body[0] === 0 || body[1] === 0 || UTF16_MARKS.includes((body[0] ?? 0) * 256 + (body[1] ?? 0));
  if (isUtf16) throw new WebhookError('bad_xml', 'not_utf8');
  return new TextDecoder('utf-8').decode(body); // drops a BOM
}

/** Checks for what must not be there before any parser runs, and removes stray text around the document. */
function prepareSkeleton(skeleton: string): string {
  const document = cutStrayText(cutStrayText(skeleton).replace(/^<\?xml [^<>]*\?>/, ''));
  if (document === '') throw new WebhookError('bad_xml', 'no_element');
  if (document.includes('<!')) throw new WebhookError('bad_xml', 'doctype');
  if (document.includes('<?')) throw new WebhookError('bad_xml', 'instruction');
  if (!hasOnlyKnownReferences(document)) throw new WebhookError('bad_xml', 'entity');
  if (hasMoreThan(MAX_TAGS, '<', document)) throw new WebhookError('bad_xml', 'too_many_tags');
  return document.replaceAll('&', AMPERSAND_MARK);
}

function hasMoreThan(limit: number, character: string, text: string): boolean {
  return text.split(character, limit + 2).length > limit + 1;
}

function cutStrayText(text: string): string {
  const start = text.indexOf('<');
  return start === -1 ? '' : text.slice(start, text.lastIndexOf('>') + 1);
}

/** What fast-xml-parser returns with `preserveOrder`: one object per node, whose single key is the name or `#text`. */
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

/** The children of one element as fields; an element without child elements becomes its text. */
function toFields(nodes: readonly OrderedNode[], sections: readonly string[]): string | WeChatFields {
  const fields = new Map<string, string | WeChatFields | (string | WeChatFields)[]>();
  let text = '';
  for (const node of nodes) {
    const name = Object.keys(node)[0] ?? '';
    const value = node[name];
    if (name === '#text') {
      text += String(value);
      continue;
    }
    // A name must not contain our marks either.
    if (!isFieldName(name)) throw new WebhookError('bad_xml', 'name');
    const field = toFields(value as readonly OrderedNode[], sections);
    const earlier = fields.get(name);
    if (earlier === undefined) fields.set(name, field);
    else if (Array.isArray(earlier)) earlier.push(field);
    else fields.set(name, [earlier, field]);
  }
  // `fromEntries` defines properties instead of assigning them, so no name can reach a prototype.
  return fields.size > 0 ? Object.fromEntries(fields) : toText(text, sections);
}

function toText(raw: string, sections: readonly string[]): string {
  const text = decodeReferences(trimXmlSpace(raw.replaceAll(AMPERSAND_MARK, '&')));
  return unmaskCdata(withoutCommentMarks(text), sections);
}
