import { WebhookError } from './webhook-error';

/**
 * CDATA sections are taken out before the XML parser sees anything: what a person typed is then kept exactly
 * (line ends, `<`, `&`, `<!DOCTYPE …>`, `<!-- … -->` in a text), and the parser works on a short skeleton of WeChat's
 * own tags. Comments are taken out in the same walk, because each may hold what looks like the other. The marks that
 * stand in their places use control characters that XML forbids and that were stripped before, so no text can
 * contain them. A comment leaves a mark, too: what stood on its two sides must not grow together into a tag.
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

/** Elements that hold what people type or choose, where an unsplit `]]>` may stand inside the section. */
const TYPED_BY_PEOPLE = ['Content', 'Title', 'Description', 'Label', 'Poiname', 'Recognition'];

/** The document without its CDATA sections and comments, and the sections in order. */
export type MaskedXml = { readonly skeleton: string; readonly sections: readonly string[] };

/**
 * Replaces each CDATA section and each comment by a mark, in time linear to the text.
 *
 * @param xml text without the control characters that XML forbids
 * @throws WebhookError `bad_xml` where a section or a comment has no end
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

/** Takes the marks of comments out of a text, after all else that looks at what stands side by side in it. */
export function withoutCommentMarks(text: string): string {
  return text.replaceAll(COMMENT_MARK, '');
}

/** A text outside CDATA without the white space of XML at its ends; comments there count as such. */
export function trimXmlSpace(text: string): string {
  // By hand: a trailing-space pattern is quadratic on hostile input, and `trim()` takes more than XML's space.
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

/** Whether XML can continue after it: with markup, or with text, which must not contain another `]]>`. */
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
 * A person typed `]]>` and it was not split: the section goes on to `]]></Content>`. A text that holds exactly
 * that ending cannot be told from the end; it then leaves doubled or broken fields behind and is refused there.
 */
function findRealEnd(xml: string, open: number, close: number, namesWithoutLaterEnd: Set<string>): number {
  const name = TYPED_BY_PEOPLE.find((typed) => xml.endsWith(`<${typed}>`, open));
  if (name === undefined || namesWithoutLaterEnd.has(name)) return close;
  const end = xml.indexOf(`${CDATA_CLOSE}</${name}>`, close);
  if (end !== -1) return end;
  namesWithoutLaterEnd.add(name); // looked for once per name, so that hostile input stays linear
  return close;
}
