import { WebhookError } from './webhook-error';

/**
 * CDATA sections are removed before the XML parser runs. What people typed is then kept exactly (line ends, `<`, `&`,
 * `<!DOCTYPE …>`, `<!-- … -->` in a text), and the parser works on a short skeleton of WeChat's own tags. Comments are
 * removed in the same pass, because each may contain what looks like the other. The marks left in their places use
 * control characters that XML forbids and that were stripped before, so no text can contain them. Comments leave a mark
 * too, so that the text on both sides cannot join into a tag.
 */
const MARK_START = '\u0001';
const MARK_END = '\u0002';
const MARK = new RegExp(`${MARK_START}(\\d+)${MARK_END}`, 'g');
const COMMENT_MARK = '\u0003';

const CDATA_OPEN = '<![CDATA[';
const CDATA_CLOSE = ']]>';
const COMMENT_OPEN = '<!--';
const COMMENT_CLOSE = '-->';
const OPENING = /<!(?:\[CDATA\[|--)/g;

/** Elements with text that people type or choose, whose section may contain an unsplit `]]>`. */
const TYPED_BY_PEOPLE = ['Content', 'Title', 'Description', 'Label', 'Poiname', 'Recognition'];

/** The document without its CDATA sections and comments, and the sections in order. */
export type MaskedXml = { readonly skeleton: string; readonly sections: readonly string[] };

/**
 * Replaces each CDATA section and each comment by a mark, in linear time.
 *
 * @param xml text without the control characters that XML forbids
 * @throws WebhookError `bad_xml` if a section or a comment has no end
 */
export function maskXml(xml: string): MaskedXml {
  const sections: string[] = [];
  const namesWithoutLaterEnd = new Set<string>();
  let skeleton = '';
  let position = 0;
  for (;;) {
    OPENING.lastIndex = position;
    const opening = OPENING.exec(xml);
    if (opening === null) return { skeleton: skeleton + xml.slice(position), sections };
    const open = opening.index;
    skeleton += xml.slice(position, open);
    if (opening[0] === COMMENT_OPEN) {
      const end = xml.indexOf(COMMENT_CLOSE, open + COMMENT_OPEN.length);
      if (end === -1) throw new WebhookError('bad_xml', 'comment_without_end');
      skeleton += COMMENT_MARK;
      position = end + COMMENT_CLOSE.length;
      continue;
    }
    const start = open + CDATA_OPEN.length;
    let close = xml.indexOf(CDATA_CLOSE, start);
    if (close === -1) throw new WebhookError('bad_xml', 'cdata_without_end');
    if (!isRealEnd(xml, close + CDATA_CLOSE.length)) {
      close = findRealEnd(xml, open, close, namesWithoutLaterEnd);
    }
    skeleton += `${MARK_START}${sections.length}${MARK_END}`;
    sections.push(xml.slice(start, close));
    position = close + CDATA_CLOSE.length;
  }
}

/**
 * Removes the marks of comments from a text. Call it last, after everything that depends on what stands next to what.
 */
export function withoutCommentMarks(text: string): string {
  return text.replaceAll(COMMENT_MARK, '');
}

/** Trims XML white space, and comments, from a text outside CDATA. */
export function trimXmlSpace(text: string): string {
  // By hand: a regular expression for trailing space is quadratic on hostile input, and `trim()` removes more than
  // XML's white space.
  const space = ` \t\r\n${COMMENT_MARK}`;
  let start = 0;
  let end = text.length;
  while (start < end && space.includes(text.charAt(start))) start += 1;
  while (end > start && space.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Puts the sections back in place of their marks. */
export function unmaskCdata(text: string, sections: readonly string[]): string {
  return text.includes(MARK_START) ? text.replace(MARK, (_, index) => sections[Number(index)] ?? '') : text;
}

/** Whether XML can continue here: with markup, or with text that does not contain another `]]>`. */
function isRealEnd(xml: string, from: number): boolean {
  const markup = xml.indexOf('<', from);
  if (markup === -1) return true;
  const text = xml.slice(from, markup);
  if (text.trim() === '') return true;
  return (
    !text.includes(CDATA_CLOSE) && ['</', CDATA_OPEN, COMMENT_OPEN].some((one) => xml.startsWith(one, markup))
  );
}

/**
 * If a person typed `]]>` and it was not split, the section continues up to `]]></Content>`. A text that contains
 * exactly that ending cannot be distinguished from the real end; it leaves duplicate or broken fields, which are
 * refused later.
 */
function findRealEnd(xml: string, open: number, close: number, namesWithoutLaterEnd: Set<string>): number {
  const name = TYPED_BY_PEOPLE.find((typed) => xml.endsWith(`<${typed}>`, open));
  if (name === undefined || namesWithoutLaterEnd.has(name)) return close;
  const end = xml.indexOf(`${CDATA_CLOSE}</${name}>`, close);
  if (end !== -1) return end;
  namesWithoutLaterEnd.add(name); // looked for once per name, so that hostile input stays linear
  return close;
}
