import { lossText } from '../../../src/api/reports/loss-text';
import { toLossSentences } from '../../../src/domain/reports/loss-sentences';

const HOUR = 3_600_000;
const NOTHING = {
  refused: { window_closed: 0, consecutive_limit_reached: 0 },
  held: { released: 0, expired: 0, releasedAfterSeconds: { median: null } },
  failedByCode: {},
  unknown: { count: 0, resolvedAsSent: 0, resent: 0 },
  endedWaiting: 0,
  refusedAfterMs: [],
};
const texts = (changes: Partial<Parameters<typeof toLossSentences>[0]>) =>
  toLossSentences({ ...NOTHING, ...changes }).map(lossText);

describe('the sentences of the loss report', () => {
  it('say how many replies came after the window, and how many soon after it', () => {
    const refusedAfterMs = [...Array<number>(9).fill(3 * HOUR), ...Array<number>(3).fill(3 * HOUR + 1)];
    expect(texts({ refused: { window_closed: 12, consecutive_limit_reached: 1 }, refusedAfterMs })).toEqual([
      '12 replies came after the window; 9 of them within 3 h after it.',
      '1 reply came after the limit of messages without an answer.',
    ]);
  });

  it('keep replies that were scheduled for after the window apart: they were not late', () => {
    const refused = { window_closed: 3, consecutive_limit_reached: 0 };
    expect(texts({ refused, refusedAfterMs: [4 * HOUR] })).toEqual([
      '1 reply came after the window; more than 3 h after it.',
      '2 replies were scheduled for a time after the window.',
    ]);
    expect(texts({ refused })).toEqual(['3 replies were scheduled for a time after the window.']);
  });

  it('are one for each loss and each code', () => {
    expect(
      texts({
        held: { released: 2, expired: 1, releasedAfterSeconds: { median: 7_200 } },
        failedByCode: { '45015': 2, wechat_busy: 1 },
        unknown: { count: 3, resolvedAsSent: 1, resent: 2 },
        endedWaiting: 4,
      }),
    ).toEqual([
      '2 replies were held and sent when the contact wrote again, half of them within 2 h.',
      '1 reply was held and never sent.',
      '2 messages failed with 45015.',
      '1 message failed with wechat_busy.',
      'Of 3 messages WeChat did not say whether it took them; 1 marked as sent, 2 sent again.',
      '4 conversations ended while the contact waited for an answer.',
    ]);
  });

  it('say so if nothing was lost', () => {
    expect(texts({})).toEqual(['Nothing was lost in this period.']);
  });
});
