import {
  classifyErrcode,
  ERRCODES,
  toDeliveryErrorCode,
  type WeChatClass,
} from '../../src/wechat/error-codes';

/** Copied from the table of return codes, row by row, so that a slip in the table is noticed. */
const CLASSES: Readonly<Record<WeChatClass, readonly number[]>> = {
  ok: [0],
  token: [40001, 40014, 41001, 42001],
  transient: [-1, -1000, 45066, 46007, 61450, 61503, 65414, 65415],
  permanent: [
    40003, 40004, 40005, 40006, 40007, 40008, 40009, 40010, 40011, 40012, 40033, 40035, 40038, 40097, 40113,
    40118, 40121, 40130, 40132, 40137, 40165, 40166, 41003, 41005, 41006, 41008, 41009, 42002, 42003, 42007,
    43001, 43002, 43003, 44001, 44002, 44003, 44004, 44005, 44007, 45001, 45002, 45003, 45004, 45005, 45006,
    45007, 45008, 45010, 45021, 45050, 45065, 45067, 45072, 45080, 45081, 45086, 45098, 45099, 45157, 45158,
    45159, 46001, 47001, 47002, 48005, 49003, 61400, 61401, 61451, 61452, 61453, 61454, 61455, 61456, 61457,
    61500, 61501, 65401, 65402, 65403, 65404, 65405, 65406, 65407, 65408, 65409, 65410, 65411, 65412, 65413,
    65416, 65417, 87009, 87014, 88000, 88001, 88002, 88003, 88004, 88005, 88006, 88007, 88008, 88009, 88010,
    88011,
  ],
  window: [43004, 43005, 43006, 43019, 43101, 45015, 45037, 45038, 46004, 48002, 50005],
  limit: [45047],
  quota: [45009, 45011, 45093, 48006],
  config: [
    40002, 40013, 40125, 40164, 40168, 40200, 40243, 41002, 41004, 45035, 45087, 45094, 45102, 45103, 45501,
    48001, 48004, 48008, 50001, 50002, 61004, 61007, 65400, 89501, 89502, 89503, 89504, 89505, 89506, 89507,
  ],
};

describe('return codes', () => {
  it('have the class of the table, and no code is left out or added', () => {
    const expected = Object.entries(CLASSES).flatMap(([class_, codes]) =>
      codes.map((code) => [code, class_]),
    );
    const actual = [...ERRCODES].map(([code, entry]) => [code, entry.class]);
    const byCode = (a: (string | number)[], b: (string | number)[]) => Number(a[0]) - Number(b[0]);
    expect(actual.sort(byCode)).toEqual(expected.sort(byCode));
  });

  it('have one plain sentence of advice each', () => {
    for (const { advice } of ERRCODES.values()) expect(advice).toMatch(/^[A-Z].{8,160}\.$/);
  });

  it.each([40999, 45999, 9001001, 12345, -2])('takes %d, which is not listed, for permanent', (code) => {
    expect(classifyErrcode(code).class).toBe('permanent');
    expect(toDeliveryErrorCode(code)).toBe('wechat_refused');
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
    expect(toDeliveryErrorCode(code)).toBe(expected);
  });
});
