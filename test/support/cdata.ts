/** A text as CDATA, as WeChat writes it. An inner `]]>` is split over two sections. */
export function toCdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
