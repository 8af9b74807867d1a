import { WebhookError } from './webhook-error';

/**
 * CDATA sections are taken out before the XML parser sees anything: what a person typed is then kept exactly
 * (line ends, `<`, `&`, `<!DOCTYPE …>` in a text), and the parser works on a short skeleton of WeChat's own tags.
 * The mark that stands in for a section uses two control characters that XML forbids and that were stripped
 * before, so no text can contain it.
 */
const MARK_START = '\u0001';
const MARK_END = '\u0002';
const MARK = new RegExp(`${MARK_START}(\\d+)${MARK_END}`, 'g');

const OPEN = '<![CDATA[';
const CLOSE = ']]>';

/** Elements that hold what people type or choose, where an unsplit `]]>` may stand inside the section. */
const TYPED_BY_PEOPLE = ['Content', 'Title', 'Description', 'Label', 'Poiname', 'Recognition'];

/** The document without its CDATA sections, and the sections in order. */
export type MaskedXml = { readonly skeleton: string; readonly sections: readonly string[] };

/**
 * Replaces each CDATA section by a mark, in time linear to the text.
 *
 * @param xml text without the control characters that XML forbids
 * @throws WebhookError `bad_xml` where a section has no end
 */
export function maskCdata(xml: string): MaskedXml {
  const sections: string[] = [];
  const namesWithoutLaterEnd = new Set<string>();
  let skeleton = '';
  let position = 0;
  for (;;) {
    const open = xml.indexOf(OPEN, position);
    if (open === -1) return { skeleton: skeleton + xml.slice(position), sections };
    const start = open + OPEN.length;
    let close = xml.indexOf(CLOSE, start);
    if (close === -1) throw new WebhookError('bad_xml', 'cdata_without_end');
    if (!isFollowedByMarkup(xml, close + CLOSE.length)) {
      close = findRealEnd(xml, open, close, namesWithoutLaterEnd);
    }
    skeleton += `${xml.slice(position, open)}${MARK_START}${sections.length}${MARK_END}`;
    sections.push(xml.slice(start, close));
    position = close + CLOSE.length;
  }
}

/** Puts the sections back in place of their marks. */
export function unmaskCdata(text: string, sections: readonly string[]): string {
  return text.includes(MARK_START) ? text.replace(MARK, (_, index) => sections[Number(index)] ?? '') : text;
}

/** True where the text still holds a mark. */
export function hasCdataMark(text: string): boolean {
  return text.includes(MARK_START);
}

function isFollowedByMarkup(xml: string, from: number): boolean {
  let index = from;
  while (index < xml.length && ' \t\r\n'.includes(xml.charAt(index))) index += 1;
  return index >= xml.length || xml.charAt(index) === '<';
}

/**
 * A person typed `]]>` and it was not split: the section goes on to `]]></Content>`. A text that holds exactly
 * that ending cannot be told from the end; it then leaves doubled or broken fields behind and is refused there.
 */
function findRealEnd(xml: string, open: number, close: number, namesWithoutLaterEnd: Set<string>): number {
  const name = TYPED_BY_PEOPLE.find((typed) => xml.endsWith(`<${typed}>`, open));
  if (name === undefined || namesWithoutLaterEnd.has(name)) return close;
  const end = xml.indexOf(`${CLOSE}</${name}>`, close);
  if (end !== -1) return end;
  namesWithoutLaterEnd.add(name); // looked for once per name, so that hostile input stays linear
  return close;
}
