import * as fc from 'fast-check';
import { toCdata } from '../../src/wechat/passive-reply';
import { WebhookError } from '../../src/wechat/webhook-error';
import { parseXml } from '../../src/wechat/xml';

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
  it('gives back every text in CDATA exactly', () => {
    fc.assert(
      fc.property(text, (value) => {
        const xml = `<xml><Content>${toCdata(value)}</Content><MsgId>1</MsgId></xml>`;
        expect(parseXml(Buffer.from(xml))).toEqual({ Content: value, MsgId: '1' });
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives back a text whose ]]> was not split, unless it holds the end of its own field', () => {
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
