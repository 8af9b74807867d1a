import { WECHAT_MEANING_NAMES } from '../../../src/domain/wechat-meanings';
import {
  classifyErrcode,
  classifyTrouble,
  ERRCODES,
  stopsChannel,
  toSendRefusalCode,
  type WeChatClass,
} from '../../../src/wechat/calls/error-codes';

/** Written a second time, by class, so that a slip in the table is noticed. */
const from = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
const CLASSES: Readonly<Record<WeChatClass, readonly number[]>> = {
  ok: [0],
  token: [40001, 40014, 41001, 42001],
  transient: [-1, -1000, 45066, 46007, 61450, 61503, 65414, 65415],
  permanent: [
    40003,
    40004,
    40005,
    40006,
    40007,
    40008,
    40009,
    40010,
    40011,
    40012,
    ...from(40015, 40033),
    40035,
    40036,
    40037,
    40038,
    40039,
    40048,
    40050,
    40051,
    40054,
    40055,
    40066,
    40097,
    40101,
    40113,
    40117,
    40118,
    40119,
    40120,
    40121,
    40130,
    40132,
    40137,
    40155,
    40163,
    40165,
    40166,
    40227,
    41003,
    41005,
    41006,
    41007,
    41008,
    41009,
    42002,
    42003,
    42007,
    43001,
    43002,
    43003,
    44001,
    44002,
    44003,
    44004,
    44005,
    44007,
    ...from(45001, 45008),
    45010,
    45021,
    45050,
    ...from(45056, 45060),
    45065,
    45067,
    45072,
    45080,
    45081,
    45083,
    45084,
    45086,
    45098,
    45099,
    45157,
    45158,
    45159,
    45162,
    46001,
    46002,
    46003,
    47001,
    47002,
    47003,
    48005,
    49003,
    61400,
    61401,
    61451,
    61452,
    ...from(61453, 61457),
    61500,
    61501,
    ...from(65401, 65413),
    65416,
    65417,
    70000,
    87009,
    87014,
    ...from(88000, 88011),
    ...from(9001001, 9001010),
    ...from(9001020, 9001036),
  ],
  window: [43004, 43005, 43006, 43019, 43101, 45015, 45037, 45038, 46004, 48002, 50005],
  limit: [45047],
  quota: [45009, 45011, 45093, 48006],
  config: [
    40002,
    40013,
    40125,
    40164,
    40168,
    40200,
    40243,
    41002,
    41004,
    45035,
    45064,
    45087,
    45094,
    45102,
    45103,
    45501,
    48001,
    48003,
    48004,
    48008,
    50001,
    50002,
    61004,
    61007,
    65400,
    ...from(89501, 89507),
  ],
};

describe('return codes', () => {
  it('have the class in the table, and no code is missing or extra', () => {
    const expected = Object.entries(CLASSES).flatMap(([class_, codes]) =>
      codes.map((code) => [code, class_]),
    );
    const actual = [...ERRCODES].map(([code, entry]) => [code, entry.class]);
    const byCode = (a: (string | number)[], b: (string | number)[]) => Number(a[0]) - Number(b[0]);
    expect(actual.sort(byCode)).toEqual(expected.sort(byCode));
  });

  it('have one plain sentence of advice each', () => {
    for (const { advice } of ERRCODES.values()) expect(advice).toMatch(/^[A-Z].{8,260}[.]$/);
  });

  it('have a meaning with a name, and every name has a code', () => {
    const named = new Set([...ERRCODES.values()].map(({ meaning }) => meaning));
    expect(named).toEqual(new Set(WECHAT_MEANING_NAMES));
  });

  it.each([
    [70000, 'content_unexplained'],
    [45162, 'form_refused'],
    [87014, 'risky_content'],
    [40007, 'media_gone'],
    [45002, 'text_too_long'],
    [40164, 'ip_not_allowed'],
    [61004, 'ip_not_allowed'],
    [40243, 'app_secret_frozen'],
    [48008, 'message_type_permission'],
  ])('%d means %s', (code, meaning) => {
    expect(classifyErrcode(code).meaning).toBe(meaning);
  });

  it('name the page of WeChat where an administrator has to act', () => {
    for (const code of [40013, 40125, 40164, 40243, 48001, 48004, 48008, 50002, 61004]) {
      expect(classifyErrcode(code).advice).toContain('developers.weixin.qq.com/platform → 我的业务');
    }
  });

  it.each([40164, 61004, 40243, 50002, 40013, 40125, 45035, 89501, 89507])(
    '%d stops the channel on any call',
    (wechatCode) => {
      expect(stopsChannel({ wechatCode }, 'other')).toBe(true);
      expect(stopsChannel({ wechatCode }, 'custom/send')).toBe(true);
    },
  );

  it.each([48001, 48004, 45087, 45094])('%d stops it on a message only', (wechatCode) => {
    expect(stopsChannel({ wechatCode }, 'other')).toBe(false);
    expect(stopsChannel({ wechatCode }, 'custom/send')).toBe(true);
  });

  it.each([40003, 40007, 45015, 45047, 45009, -1, 87014, 48008, 40168, 40200, 40001, 12345])(
    '%d is no matter of the channel',
    (wechatCode) => {
      expect(stopsChannel({ wechatCode }, 'custom/send')).toBe(false);
    },
  );

  it('a refused token call stops everything, and 40001 means a wrong secret there', () => {
    expect(stopsChannel({ wechatCode: 40001, isTokenCall: true }, 'other')).toBe(true);
    expect(classifyTrouble(40001).meaning).toBe('app_secret_wrong');
    expect(classifyTrouble(40164).meaning).toBe('ip_not_allowed');
  });

  it.each([40999, 45999, 9009999, 12345, -2])('treats %d, which is not listed, as permanent', (code) => {
    expect(classifyErrcode(code).class).toBe('permanent');
    expect(toSendRefusalCode(code)).toBe('wechat_refused');
  });

  it.each([
    [45015, 'window_closed'],
    [45047, 'consecutive_limit_reached'],
    [43004, 'contact_unreachable'],
    [43005, 'contact_unreachable'],
    [43006, 'contact_unreachable'],
    [43019, 'contact_unreachable'],
    [46004, 'contact_unreachable'],
    [48002, 'contact_unreachable'],
    [50005, 'contact_unreachable'],
    [40003, 'contact_unreachable'],
    [49003, 'contact_unreachable'],
    [40164, 'channel_misconfigured'],
    [48001, 'channel_misconfigured'],
    [40001, 'channel_misconfigured'],
    [45009, 'wechat_quota_exhausted'],
    [45011, 'wechat_quota_exhausted'],
    [-1, 'wechat_busy'],
    [45002, 'wechat_refused'],
    [40007, 'wechat_refused'],
  ])('%d fails a message as %s', (code, expected) => {
    expect(toSendRefusalCode(code)).toBe(expected);
  });
});
