import { WebhookError } from '../../../src/wechat/webhook/webhook-error';
import { parseXml } from '../../../src/wechat/webhook/xml';

const parse = (xml: string) => parseXml(Buffer.from(xml, 'utf8'));
const parseContent = (inner: string) => parse(`<xml><Content>${inner}</Content></xml>`)['Content'];
const refusal = (body: string | Buffer): unknown => {
  try {
    return parseXml(Buffer.from(body));
  } catch (error) {
    if (error instanceof WebhookError) return `${error.code}: ${error.reason}`;
    throw error;
  }
};

describe('xml', () => {
  it.each([
    '007',
    '1e5',
    'true',
    'null',
    '12345678901234567890',
    '-0',
    '0x10',
    ' a ',
    '\n',
    '\t x',
    '😀',
    'a\r\nb',
  ])('keeps %j in CDATA exactly', (text) => {
    expect(parseContent(`<![CDATA[${text}]]>`)).toBe(text);
  });

  it.each(['007', '1e5', 'true', '9007199254740993', '-0', '0x10', '\u00a0a\u3000'])(
    'keeps %j outside CDATA exactly too',
    (text) => {
      expect(parseContent(text)).toBe(text);
    },
  );

  it.each([
    ['pasted XML', '<xml><FromUserName>other</FromUserName></xml>'],
    ['a DOCTYPE', '<!DOCTYPE html><html>&nbsp;&#1;</html>'],
    ['entities', '&amp; &lt; &#20320; &unknown;'],
    ['an opening of CDATA', 'a<![CDATA[b'],
    ['brackets', ']] > ]]'],
  ])('keeps %s inside CDATA as a text', (_name, text) => {
    expect(parseContent(`<![CDATA[${text}]]>`)).toBe(text);
  });

  it.each([
    ['split over two sections', '<![CDATA[a]]]]><![CDATA[>b]]>', 'a]]>b'],
    ['not split', '<![CDATA[a]]>b]]>', 'a]]>b'],
    ['followed by a reference', '<![CDATA[a]]>&#66;<![CDATA[c]]>', 'aBc'],
    ['twice and not split', '<![CDATA[a]]>b]]>c]]>', 'a]]>b]]>c'],
  ])('keeps ]]> where it is %s', (_name, inner, text) => {
    expect(parseContent(inner)).toBe(text);
  });

  it('trims white space outside CDATA only', () => {
    expect(parseContent(' \n <![CDATA[ a ]]> \n ')).toBe(' a ');
    expect(parseContent(' \n plain \t')).toBe('plain');
  });

  it('decodes the five entities of XML outside CDATA, once, and keeps a bare ampersand', () => {
    expect(parseContent('a &amp;lt; &lt;b&gt; &quot;&apos;')).toBe(`a &lt; <b> "'`);
    expect(parseContent('http://x.test/?a=1&b=2')).toBe('http://x.test/?a=1&b=2');
  });

  it.each([
    ['markup', '&lt;b&gt; &amp; &quot;&apos;', `<b> & "'`],
    ['decimal numbers', '&#20320;&#22909;', '你好'],
    ['hexadecimal numbers, in both cases', '&#x1F600;&#x1f600;', '😀😀'],
    ['numbers with leading zeros', '&#0000065;&#x00000041;', 'AA'],
    ['the highest number', '&#x10FFFF;', '\u{10ffff}'],
    ['white space that would be trimmed', '&#32;a&#10;', ' a\n'],
    ['a number once', '&amp;#65; &#38;#65;', '&#65; &#65;'],
    ['numbers beside CDATA', '&#65;<![CDATA[&#65;]]>&#65;', 'A&#65;A'],
    ['an emoji that was escaped as two surrogates', '&#55357;&#56832;&#xD83D;&#xDE00;', '😀😀'],
    ['a lone surrogate as U+FFFD', 'a&#xD83D;b&#xDE00;', 'a\ufffdb\ufffd'],
    ['surrogates in the wrong order as U+FFFD', '&#xDE00;&#xD83D;', '\ufffd\ufffd'],
    ['characters that XML forbids as nothing', 'a&#0;&#x1;&#31;&#xFFFE;b', 'ab'],
    ['what would be a mark of ours as nothing', '&#1;0&#2;<![CDATA[x]]>', '0x'],
  ])('decodes references outside CDATA: %s', (_name, inner, text) => {
    expect(parseContent(inner)).toBe(text);
  });

  it('decodes references at every depth, in every field', () => {
    expect(parse('<xml><A>&#65;</A><P><L><i>&lt;1&gt;</i><i>&#x4F60;</i></L></P></xml>')).toEqual({
      A: 'A',
      P: { L: { i: ['<1>', '你'] } },
    });
  });

  it('accepts a text of nothing but references up to the limit of the body', () => {
    expect(parseContent('&#20320;'.repeat(8_000))).toBe('你'.repeat(8_000));
    expect(parseContent('a & '.repeat(5_000))).toBe('a & '.repeat(5_000).trim());
  });

  it.each([
    ['before the root', '<!-- c --><xml><A>1</A></xml>'],
    ['behind a declaration', '<?xml version="1.0"?><!-- c -->\n<!-- d --><xml><A>1</A></xml>'],
    ['behind the root', '<xml><A>1</A></xml><!-- <B>2</B> -->'],
    ['between elements', '<xml><!-- c --><A>1</A><!-- <B>2</B> --></xml>'],
    ['in a text', '<xml><A><!-- a -->1<!-- b --></A></xml>'],
    ['in white space of a text', '<xml><A> <!-- a --> 1 <!-- b --> </A></xml>'],
    ['beside CDATA', '<xml><A><!-- a --><![CDATA[1]]><!-- b --></A></xml>'],
    ['that holds CDATA', '<xml><!-- <![CDATA[ --><A>1</A><!-- ]]> --></xml>'],
    ['that holds a DOCTYPE', '<xml><!-- <!DOCTYPE x [<!ENTITY a "b">]> &a; --><A>1</A></xml>'],
    ['that holds a comment', '<xml><!-- <!-- c --><A>1</A></xml>'],
    ['that is empty', '<xml><!----><A>1</A></xml>'],
    ['of two thousand', `<xml>${'<!-- c -->'.repeat(2_000)}<A>1</A></xml>`],
  ])('skips a comment %s', (_name, xml) => {
    expect(parse(xml)).toEqual({ A: '1' });
  });

  it('keeps a comment in CDATA as text, and joins the text around one outside', () => {
    expect(parseContent('<![CDATA[a <!-- b --> c]]>')).toBe('a <!-- b --> c');
    expect(parseContent('<![CDATA[<!--]]><!-- x --><![CDATA[-->]]>')).toBe('<!---->');
    expect(parseContent('a<!-- x -->b')).toBe('ab');
    expect(parseContent('&am<!-- x -->p;')).toBe('&amp;');
  });

  it('strips the control characters that XML forbids, in CDATA and outside', () => {
    expect(
      parse('<xml>\u0002<A><![CDATA[a\u0010b\u001d\u0000c\uffff]]></A><B>\u00011\u0002</B></xml>'),
    ).toEqual({
      A: 'abc',
      B: '1',
    });
  });

  it.each([
    ['before', 'junk<xml><A>1</A></xml>'],
    ['a BOM', '\ufeff<xml><A>1</A></xml>'],
    ['a declaration', '<?xml version="1.0" encoding="UTF-8"?>\n<xml><A>1</A></xml>'],
    ['after', '<xml><A>1</A></xml>//...\n'],
    ['between', '<xml>webwx_msg_cli_ver_0x1<A>1</A>//...</xml>'],
    ['attributes', '<xml v="1"><A b="2">1</A></xml>'],
  ])('ignores stray text: %s', (_name, xml) => {
    expect(parse(xml)).toEqual({ A: '1' });
  });

  it('reads all three forms of an empty field', () => {
    expect(parse('<xml><A></A><B/><C><![CDATA[]]></C></xml>')).toEqual({ A: '', B: '', C: '' });
  });

  it('reads repeated elements as a list at every level', () => {
    expect(parse('<xml><A>1</A><B/><A><x>2</x></A><A>3</A></xml>')).toEqual({
      A: ['1', { x: '2' }, '3'],
      B: '',
    });
  });

  it('reads nested elements, a repeated one as a list', () => {
    expect(parse('<xml><P><Count>2</Count><L><i><m>1</m></i><i><m>2</m></i><i>x</i></L></P></xml>')).toEqual({
      P: { Count: '2', L: { i: [{ m: '1' }, { m: '2' }, 'x'] } },
    });
  });

  it.each([
    ['empty', '', 'no_element'],
    ['white space', ' \n', 'no_element'],
    ['JSON', '{"a":1}', 'no_element'],
    ['not closed', '<xml><A>1</A>', 'malformed'],
    ['crossed', '<xml><A><B></A></B></xml>', 'malformed'],
    ['a CDATA without end', '<xml><A><![CDATA[x</A></xml>', 'cdata_without_end'],
    ['two roots', '<xml></xml><xml></xml>', 'malformed'],
    ['another root', '<html></html>', 'root'],
    ['a DOCTYPE', '<!DOCTYPE xml><xml></xml>', 'doctype'],
    ['an entity declaration', '<!DOCTYPE x [<!ENTITY a "b">]><xml><A>&a;</A></xml>', 'doctype'],
    ['an external entity', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml>&a;</xml>', 'doctype'],
    ['an unknown entity', '<xml><A>&a;</A></xml>', 'entity'],
    ['an unknown entity with a name of Chinese characters', '<xml><A>&你;</A></xml>', 'entity'],
    ['an entity of HTML', '<xml><A>&nbsp;</A></xml>', 'entity'],
    ['an entity in a wrong case', '<xml><A>&AMP;</A></xml>', 'entity'],
    ['an entity in an attribute', '<xml><A b="&a;">1</A></xml>', 'entity'],
    ['a number without an end', '<xml><A>&#65</A></xml>', 'entity'],
    ['a number without digits', '<xml><A>&#;</A></xml>', 'entity'],
    ['a hexadecimal number without digits', '<xml><A>&#x;</A></xml>', 'entity'],
    ['a hexadecimal number with a large X', '<xml><A>&#X41;</A></xml>', 'entity'],
    ['a number of letters', '<xml><A>&#abc;</A></xml>', 'entity'],
    ['a negative number', '<xml><A>&#-65;</A></xml>', 'entity'],
    ['a number beyond Unicode', '<xml><A>&#x110000;</A></xml>', 'entity'],
    ['a number of 60,000 digits', `<xml><A>&#${'9'.repeat(60_000)};</A></xml>`, 'entity'],
    ['a reference in a name', '<xml><&#65;>1</&#65;></xml>', 'malformed'],
    ['a comment without end', '<xml><A>1</A><!-- </xml>', 'comment_without_end'],
    ['a comment in a name', '<xml><A<!-- x -->B>1</A<!-- x -->B></xml>', 'malformed'],
    ['tags that only a comment keeps apart', '<<!-- x -->xml><A>1</A></xml>', 'malformed'],
    ['a DOCTYPE behind a comment', '<!-- x --><!DOCTYPE xml><xml></xml>', 'doctype'],
    ['a DOCTYPE around a comment', '<!<!-- x -->DOCTYPE xml><xml></xml>', 'doctype'],
    ['CDATA around a comment', '<xml><A><![CDA<!-- x -->TA[x]]></A></xml>', 'doctype'],
    ['an instruction', '<xml><?php x ?></xml>', 'instruction'],
    ['__proto__', '<xml><__proto__><a>1</a></__proto__></xml>', 'depth_or_name'],
    ['constructor', '<xml><A><constructor>1</constructor></A></xml>', 'depth_or_name'],
    ['9 levels', `<xml>${'<a>'.repeat(9)}${'</a>'.repeat(9)}</xml>`, 'depth_or_name'],
    ['10,000 levels', `<xml>${'<a>'.repeat(4_500)}${'</a>'.repeat(4_500)}</xml>`, 'too_many_tags'],
    [
      'many different tags',
      `<xml>${Array.from({ length: 4_000 }, (_, i) => `<t${i}/>`).join('')}</xml>`,
      'too_many_tags',
    ],
    ['a name of 65 characters', `<xml><${'a'.repeat(65)}/></xml>`, 'name'],
    ['a name of Chinese characters', '<xml><你好>1</你好></xml>', 'name'],
    ['CDATA inside a tag', '<xml><a<![CDATA[b]]>>1</a></xml>', 'malformed'],
  ])('refuses %s', (_name, xml, reason) => {
    expect(refusal(xml)).toBe(`bad_xml: ${reason}`);
  });

  it('refuses what is not UTF-8', () => {
    expect(refusal(Buffer.from('<xml></xml>', 'utf16le'))).toBe('bad_xml: not_utf8');
    expect(refusal(Buffer.from([0xff, 0xfe, ...Buffer.from('<xml></xml>', 'utf16le')]))).toBe(
      'bad_xml: not_utf8',
    );
    expect(refusal(Buffer.from([0xfe, 0xff, 0, 0x3c]))).toBe('bad_xml: not_utf8');
  });

  it.each([
    ['cut inside a character', [0xe4, 0xbd], '\ufffd'],
    ['cut inside an emoji', [0xf0, 0x9f, 0x98], '\ufffd'],
    ['that begins inside a character', [0xa0, 0x61], '\ufffda'],
    ['of a surrogate', [0xed, 0xa0, 0x80], '\ufffd\ufffd\ufffd'],
    ['of an overlong form', [0xc0, 0xbc, 0x62], '\ufffd\ufffdb'],
    ['of no UTF-8 at all', [0xc4, 0xe3], '\ufffd\ufffd'],
  ])('takes a text %s, with U+FFFD', (_name, bytes, text) => {
    for (const [open, close] of [
      ['<![CDATA[', ']]>'],
      ['', ''],
    ]) {
      const body = [`<xml><A>${open}x`, Buffer.from(bytes), `${close}</A><B>你</B></xml>`];
      const read = parseXml(Buffer.concat(body.map((part) => Buffer.from(part as string))));
      expect(read).toEqual({ A: `x${text}`, B: '你' });
    }
  });

  it('accepts 64 kB and refuses one byte more', () => {
    const around = '<xml><A><![CDATA[]]></A></xml>'.length;
    expect(parse(`<xml><A><![CDATA[${'a'.repeat(65_536 - around)}]]></A></xml>`)['A']).toHaveLength(
      65_536 - around,
    );
    expect(refusal(`<xml><A><![CDATA[${'a'.repeat(65_537 - around)}]]></A></xml>`)).toBe('too_large: body');
  });

  const fill = (unit: string, before = '<xml>', after = '</xml>') =>
    before + unit.repeat(Math.floor((65_536 - before.length - after.length) / unit.length)) + after;
  it.each([
    ['tags', fill('<a/>')],
    ['open brackets', fill('<')],
    ['ampersands', fill('&')],
    ['almost entities', fill('&a')],
    ['one long almost entity', fill('a', '<xml>&')],
    ['spaces before a letter', fill(' ', '<xml><A>', 'x</A></xml>')],
    ['spaces in a tag', fill(' ', '<xml><A', 'b></A></xml>')],
    ['attributes', fill('a="" ', '<xml><A ', '></A></xml>')],
    ['a declaration without end', fill('?', '<?xml ')],
    ['known references', fill('&#65;')],
    ['almost numbers', fill('&#0', '<xml>', ';</xml>')],
    ['one long almost number', fill('0', '<xml>&#')],
    ['comments', fill('<!---->')],
    ['openings of comments', fill('<!--')],
    ['comments and CDATA sections', fill('<!----><![CDATA[]]>')],
    ['repeated elements', fill('<a>1</a>')],
    ['characters of two bytes', '\u00e4'.repeat(32_000)],
    ['CDATA sections', fill('<![CDATA[]]>')],
    ['CDATA sections that want a later end', fill('<Content><![CDATA[]]>x')],
    ['CDATA sections that want a later end by name', fill('<Title><![CDATA[]]>x<Label><![CDATA[]]>x')],
    ['CDATA openings', fill('<![CDATA[')],
    ['CDATA ends', fill(']]>', '<xml><Content><![CDATA[', '</Content></xml>')],
    ['a long name', fill('a', '<xml><', '/></xml>')],
    ['closing tags', fill('</a>')],
    ['right brackets', fill('>')],
    ['levels', fill('<a>')],
  ])('is soon done with 64 kB of %s', (_name, xml) => {
    refusal(xml); // once to warm up
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      refusal(xml);
      return performance.now() - start;
    });
    // A busy machine may take ten times as long as an idle one; quadratic work would take seconds.
    expect(Math.min(...times)).toBeLessThan(500);
  });

  it('leaves no trace in any prototype', () => {
    refusal('<xml><__proto__><polluted>1</polluted></__proto__></xml>');
    refusal('<xml><constructor><prototype><polluted>1</polluted></prototype></constructor></xml>');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});
