import { parseWeChatJson, toWeChatJson } from '../../src/wechat/json';
import { redact } from '../../src/wechat/redact';

describe('JSON for WeChat', () => {
  it('is raw UTF-8 without escapes', () => {
    expect(toWeChatJson({ content: '你好 😀 <a href="x">&</a>\n' })).toBe(
      '{"content":"你好 😀 <a href=\\"x\\">&</a>\\n"}',
    );
  });

  it('has no \\u escape for any character, lone surrogates and control characters included', () => {
    // Each with a letter after it, so that two halves of a pair never meet.
    const all = Array.from({ length: 0x10000 }, (_, code) => `${String.fromCharCode(code)}x`);
    expect(toWeChatJson({ all }).match(/.{8}\\u.{8}/)).toBeNull();
    expect(toWeChatJson({ a: '\ud800\u0001b' })).toBe('{"a":"\ufffdb"}');
  });
});

describe('JSON from WeChat', () => {
  it('may hold raw control characters', () => {
    expect(parseWeChatJson('{"remark":"a\u0001b\n"}')).toEqual({ remark: 'a b ' });
  });

  it('is undefined where it is none', () => {
    expect(parseWeChatJson('<html>')).toBeUndefined();
    expect(parseWeChatJson('')).toBeUndefined();
  });
});

describe('error texts', () => {
  it('lose openids, tokens and secrets, and keep the rid', () => {
    expect(redact('invalid openid oAbc hint: [T0K] rid: 1-2\n', ['oAbc', 'T0K', ''])).toBe(
      'invalid openid [redacted] hint: [[redacted]] rid: 1-2 ',
    );
    expect(redact('a'.repeat(1_000), [])).toHaveLength(300);
  });
});
