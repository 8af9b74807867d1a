import fc from 'fast-check';
import { parseBrokenJson } from '../../../src/wechat/calls/broken-json';
import { readExactJson, readWeChatJson } from '../../../src/wechat/calls/json';

test('valid JSON is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const read = { value: JSON.parse(text) as unknown, isPartial: false };
      expect(readWeChatJson(text)).toStrictEqual(read);
      expect(readExactJson(text)).toStrictEqual(read);
    }),
    { numRuns: 500 },
  );
});

/**
 * Texts that people may use: without characters that could be WeChat's own, i.e. quotes followed by what looks like
 * JSON.
 */
const name = fc
  .string({ unit: fc.constantFrom('a', '"', '\\', ' ', '你', '😀', ',', ':', '}', ']', '{', '\ufeff', "'") })
  .filter((text) => !/"[\s\ufeff]*[,}\]]/.test(text) && !/\\["\\/bfnrtu]/.test(text));

test('a name that was inserted unescaped is read unchanged, and so is everything around it', () => {
  fc.assert(
    fc.property(name, name, fc.integer(), (nickname, remark, scene) => {
      const text = `{"subscribe":1,"nickname":"${nickname}","qr_scene":${scene},"remark":"${remark}"}`;
      expect(parseBrokenJson(text)).toEqual({ subscribe: 1, nickname, qr_scene: scene, remark });
    }),
    { numRuns: 1_000 },
  );
});

test('it never throws', () => {
  const wild = fc.string({
    unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '1', '"a"', '"b":', 'u', ' '),
  });
  fc.assert(
    fc.property(fc.oneof(wild, fc.string()), (text) => {
      expect(() => readWeChatJson(text)).not.toThrow();
    }),
    { numRuns: 2_000 },
  );
});
