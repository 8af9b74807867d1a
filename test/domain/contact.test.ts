import { contactName, markSearched, toTags } from '../../src/domain/contact';
import { isQrCodeExpired } from '../../src/domain/qr-code';

describe('the name of a contact', () => {
  const id = '0190-4f1a';
  it.each([
    ['what operators call them', { name: '王先生', remark: '老王' }, '王先生'],
    ['else WeChat’s remark', { name: null, remark: '老王' }, '老王'],
    ['else a made one', { name: null, remark: null }, '微信用户 4f1a'],
    ['an empty remark is none', { name: null, remark: '' }, '微信用户 4f1a'],
  ])('%s', (_, named, expected) => {
    expect(contactName({ id, ...named })).toBe(expected);
  });
});

it('tags are trimmed and unique', () => {
  expect(toTags([' a', 'b', 'a ', 'A'])).toEqual(['a', 'b', 'A']);
});

it.each([
  [null, 5_000, false],
  [5_000, 4_999, false],
  [5_000, 5_000, true],
])('a QR code that expires at %s is expired at %d: %s', (expiresAt, now, isExpired) => {
  expect(isQrCodeExpired({ expiresAt }, now)).toBe(isExpired);
});

describe('the mark that is searched for', () => {
  it.each(['4f1a', ' 4F1A ', '４ｆ１ａ', '微信用户4f1a', 'wechat user  4f1a', 'WeChat ﾕｰｻﾞｰ 4f1a'])(
    'is in %j',
    (words) => {
      expect(markSearched(words)).toBe('4f1a');
    },
  );
  it.each(['', '微信用户', 'user 4f1a', '4f1', '4f1ab', 'wxyz', 'WeChat user wxyz'])(
    'is not in %j',
    (words) => {
      expect(markSearched(words)).toBeNull();
    },
  );
});
