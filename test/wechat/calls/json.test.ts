import { readExactJson, readWeChatJson, toWeChatJson } from '../../../src/wechat/calls/json';
import { redact } from '../../../src/wechat/calls/redact';

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
  it('may contain raw control characters and byte order marks, and is still unambiguous', () => {
    for (const read of [readExactJson, readWeChatJson]) {
      expect(read('{"remark":"a\u0001b\n"}')).toEqual({ value: { remark: 'a b ' }, isPartial: false });
      expect(read('\ufeff{"errcode":0,\ufeff"errmsg":"\u0016"}').value).toEqual({ errcode: 0, errmsg: ' ' });
    }
  });

  it('is undefined if it is not JSON', () => {
    const nothing = [
      '',
      ' ',
      '<html>',
      'ok',
      '{',
      '{"a":',
      '{"a":1',
      '{"a":"b',
      '{"a":"b}',
      '{"a":1}<html>',
      '[1',
      '\ud800',
    ];
    for (const text of nothing) expect([text, readWeChatJson(text).value]).toEqual([text, undefined]);
    for (const text of [...nothing, '{"errcode":0,"errmsg":"a"b"}', '{"errcode":0,"errmsg":"\\"}']) {
      expect([text, readExactJson(text).value]).toEqual([text, undefined]);
    }
  });

  /** An answer of `user/info` that contains a name unescaped. */
  const answerWith = (nickname: string, remark = nickname) =>
    `{"subscribe":1,"openid":"o1","nickname":"${nickname}","language":"zh_CN","tagid_list":[2,101],` +
    `"subscribe_scene":"ADD_SCENE_QR_CODE","qr_scene":0,"qr_scene_str":"door","remark":"${remark}"}`;

  it.each([
    ['a bare quote', 'a"b'],
    ['quotes around it', '"a"'],
    ['nothing but a quote', '"'],
    ['quotes and commas', 'a", "b", c'],
    ['a bare backslash', 'a\\-b'],
    ['a backslash at its end', 'ab\\'],
    ['a backslash and a quote', '\\_("_)'],
    ['brackets', '"}{"],[":'],
    ['an escape that is none', 'a\\x16 \\u12 \\q'],
    ['a byte order mark and a quote', '\ufeffa"'],
    ['a line separator and a quote', 'a\u2028"b'],
    ['an emoji beside a quote', '😀"'],
    ['a broken character and a quote', '\ufffd"'],
  ])('is read with %s in a name', (_, name) => {
    const { value, isPartial } = readWeChatJson(answerWith(name));
    expect(isPartial).toBe(true);
    expect(value).toEqual({
      subscribe: 1,
      openid: 'o1',
      nickname: name,
      language: 'zh_CN',
      tagid_list: [2, 101],
      subscribe_scene: 'ADD_SCENE_QR_CODE',
      qr_scene: 0,
      qr_scene_str: 'door',
      remark: name,
    });
  });

  it('keeps valid escapes beside invalid ones', () => {
    expect(readWeChatJson(answerWith('\\u4f60\\"\\n\\/"', 'ok')).value).toMatchObject({
      nickname: '你"\n/"',
    });
  });

  it('has spaces instead of control characters, also between fields', () => {
    const text = '{\u0016"subscribe"\ufeff:\u00001\u00a0,"nickname":"a\u0016\t"b"}\u0000';
    expect(readWeChatJson(text).value).toEqual({ subscribe: 1, nickname: 'a  "b' });
  });

  it('is read in lists and their members', () => {
    const text =
      '{"user_info_list":[{"nickname":"a"b"},{"nickname":"c\\"}],"ip_list":["x"y", "z"],"no":[],"in":{}}';
    expect(readWeChatJson(text).value).toEqual({
      user_info_list: [{ nickname: 'a"b' }, { nickname: 'c\\' }],
      ip_list: ['x"y', 'z'],
      no: [],
      in: {},
    });
  });

  it('does not let a name replace a field before it', () => {
    const { value } = readWeChatJson(answerWith('a"","subscribe":0,"x":"'));
    expect(value).toMatchObject({ subscribe: 1, openid: 'o1' });
    expect(Object.getPrototypeOf(readWeChatJson('{"__proto__":{"a":1},"b":"""}').value)).toBe(
      Object.prototype,
    );
  });

  it('is read in bounded time, whatever it contains', () => {
    const startedAt = performance.now();
    for (const part of ['"', '\\', '"}', '","a":"', '[', '{"a":[', '" ', '\\"']) {
      readWeChatJson(`{"a":"${part.repeat(65_536 / part.length)}`);
      readWeChatJson(`{"a":${part.repeat(65_536 / part.length)}`);
    }
    expect(performance.now() - startedAt).toBeLessThan(2_000);
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
