/** A value in WeChat's XML: texts become CDATA, numbers stay plain, arrays repeat the element. */
export type XmlValue = string | number | bigint | XmlFields | readonly XmlValue[];
export type XmlFields = { readonly [name: string]: XmlValue };

/**
 * Writes fields in the form of docs "Receiving standard messages", with one root `xml`.
 * @example writeXml({MsgType: 'text', MsgId: 1n}) // <xml><MsgType><![CDATA[text]]></MsgType>\n<MsgId>1</MsgId>\n</xml>
 */
export function writeXml(fields: XmlFields): string {
  return `<xml>${writeFields(fields)}</xml>`;
}

function writeFields(fields: XmlFields): string {
  return Object.entries(fields)
    .map(([name, value]) => writeElement(name, value))
    .join('');
}

function writeElement(name: string, value: XmlValue): string {
  if (isList(value)) return value.map((item) => writeElement(name, item)).join('');
  return `<${name}>${writeValue(value)}</${name}>\n`;
}

function writeValue(value: Exclude<XmlValue, readonly XmlValue[]>): string {
  if (typeof value === 'string') return cdata(value);
  if (typeof value === 'object') return writeFields(value);
  return String(value);
}

/** `]]>` inside a text is split over two sections, so that a text can't break out of the CDATA. */
function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}
