import * as fc from 'fast-check';
import { WebhookError } from '../../../src/wechat/webhook/webhook-error';
import { parseXml } from '../../../src/wechat/webhook/xml';
import { toCdata } from '../../support/cdata';

// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const text = fc.string({ unit: 'binary', maxLength: 300 }).map((value) => value.replace(FORBIDDEN, ''));
const fragment = fc.constantFrom(
  '<xml>',
  '</xml>',
  '<A>',
  '</A>',
  '<A/>',
  '<![CDATA[',
  ']]>',
  '&amp;',
  '&',
  '&#1;',
  '&#65;',
  '&#xD83D;',
  '&#xZZ;',
  '<!--',
  '-->',
  '<!-- a -->',
  '<!DOCTYPE a>',
  '<?xml ?>',
  '<__proto__>',
  '</__proto__>',
  ' ',
  '\u0001',
  '0',
  '\u0002',
  '你',
  '<a b="c">',
  '<Content>',
  '</Content>',
);

function throwsOnlyWebhookErrors(body: Buffer): void {
  try {
    parseXml(body);
  } catch (error) {
    expect(error).toBeInstanceOf(WebhookError);
  }
}

describe('xml, for any input', () => {
  it('returns every text in CDATA exactly', () => {
    fc.assert(
      fc.property(text, (value) => {
        const xml = `<xml><Content>${toCdata(value)}</Content><MsgId>1</MsgId></xml>`;
        expect(parseXml(Buffer.from(xml))).toEqual({ Content: value, MsgId: '1' });
      }),
      { numRuns: 1_000 },
    );
  });

  it('returns every text however its characters are written', () => {
    // Each character as itself in CDATA, as a numeric reference of either kind, or by its name; comments anywhere in
    // between.
    const written = fc.constantFrom('cdata', 'decimal', 'hexadecimal', 'name', 'comment');
    const names: Readonly<Record<string, string>> = {
      '<': '&lt;',
      '>': '&gt;',
      '&': '&amp;',
      '"': '&quot;',
      "'": '&apos;',
    };
    const character = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.constantFrom(...Object.keys(names), ' ', '\n', '你', '😀'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(character, written), { maxLength: 60 }), (parts) => {
        const clean = parts.map(([value, way]) => [value.replace(FORBIDDEN, ''), way] as const);
        const inner = clean.map(([value, way]) => {
          const code = value.codePointAt(0);
          if (code === undefined) return '';
          if (way === 'decimal') return `&#${code};`;
          if (way === 'hexadecimal') return `&#x${code.toString(16)};`;
          if (way === 'comment') return `<!-- <![CDATA[ &x; -->&#${code};`;
          return (way === 'name' ? names[value] : undefined) ?? toCdata(value);
        });
        const xml = `<xml><Content>${inner.join('')}</Content><!-- c --><MsgId>1</MsgId></xml>`;
        expect(parseXml(Buffer.from(xml))).toEqual({
          Content: clean.map(([value]) => value).join(''),
          MsgId: '1',
        });
      }),
      { numRuns: 1_000 },
    );
  });

  it('reads a text that is cut anywhere, and never more than that', () => {
    fc.assert(
      fc.property(text, fc.nat(), (value, at) => {
        const bytes = Buffer.from(value);
        const cut = bytes.subarray(0, bytes.length === 0 ? 0 : at % (bytes.length + 1));
        const body = Buffer.concat([
          Buffer.from('<xml><Content><![CDATA['),
          cut,
          Buffer.from(']]></Content><MsgId>1</MsgId></xml>'),
        ]);
        fc.pre(!cut.includes(']]>'));
        const read = parseXml(body);
        expect(read).toEqual({ Content: cut.toString('utf8'), MsgId: '1' });
      }),
      { numRuns: 1_000 },
    );
  });

  it('returns nothing that the store could not keep: no NUL, no lone surrogate', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), fc.uint8Array({ maxLength: 20 }), (parts, bytes) => {
        const body = Buffer.concat([
          Buffer.from('<xml><Content>'),
          Buffer.from(bytes),
          Buffer.from(`${parts.join('')}&#0;&#xDC00;</Content></xml>`),
        ]);
        try {
          expect(JSON.stringify(parseXml(body))).not.toMatch(/\\u(?:0000|d[89a-f])/i);
        } catch (error) {
          if (!(error instanceof WebhookError)) throw error;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('returns a text whose ]]> was not split, unless it contains the end of its own field', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', ']]>', ']', '>', ' x', '你'), { maxLength: 20 }), (parts) => {
        // What follows an inner `]]>` must not look like the end of the section: white space or nothing.
        const value = `${parts.join('')}.`;
        fc.pre(!/\]\]>\s*(?:<|$)/.test(value));
        const xml = `<xml><Content><![CDATA[${value}]]></Content></xml>`;
        expect(parseXml(Buffer.from(xml))).toEqual({ Content: value });
      }),
    );
  });

  it('throws nothing but WebhookError for arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => throwsOnlyWebhookErrors(Buffer.from(bytes))),
    );
  });

  it('throws nothing but WebhookError for pieces of XML in any order', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (parts) => {
        throwsOnlyWebhookErrors(Buffer.from(parts.join('')));
        throwsOnlyWebhookErrors(Buffer.from(`<xml>${parts.join('')}</xml>`));
      }),
      { numRuns: 2_000 },
    );
  });
});
