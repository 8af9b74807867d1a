import { snoozeTimes } from '../../src/console/conversation/snooze-times';

const at = (text: string): number => new Date(text).getTime();
const HOUR_MS = 3_600_000;

describe('the times of the snooze menu', () => {
  it('are in an hour, this evening, tomorrow and next Monday', () => {
    const now = at('2026-11-25T10:30:00');
    expect(snoozeTimes(now)).toEqual({
      hour: now + HOUR_MS,
      evening: at('2026-11-25T18:00:00'),
      tomorrow: at('2026-11-26T09:00:00'),
      monday: at('2026-11-30T09:00:00'),
    });
  });

  it('have no evening when it is nearly there', () => {
    expect(snoozeTimes(at('2026-11-25T17:00:00')).evening).toBeNull();
    expect(snoozeTimes(at('2026-11-25T23:00:00')).evening).toBeNull();
  });

  it('mean the Monday of the next week on a Monday; on a Sunday there is only tomorrow', () => {
    expect(snoozeTimes(at('2026-11-30T10:00:00')).monday).toBe(at('2026-12-07T09:00:00'));
    expect(snoozeTimes(at('2026-11-29T10:00:00'))).toMatchObject({
      tomorrow: at('2026-11-30T09:00:00'),
      monday: null,
    });
  });
});
