import { createOpeningTimes } from '../../../src/api/reports/opening-times';
import { openTimesBetween } from '../../../src/domain/hours/open-times';
import type { OpeningHours } from '../../../src/domain/hours/opening-hours';
import { clockOf } from '../../../src/platform/time-zone';

const DAY = 86_400_000;
const SINCE = Date.UTC(2026, 0, 5, 12);
const hoursUntil = (closes: string): OpeningHours => ({
  timeZone: 'Europe/Berlin',
  weekly: { mon: [['09:00', closes]], tue: [['09:00', closes]] },
  exceptions: [],
});

describe('opening times', () => {
  let worked: number;
  const count: typeof openTimesBetween = (...given) => {
    worked += 1;
    return openTimesBetween(...given);
  };
  beforeEach(() => {
    worked = 0;
  });

  it('are worked out once for the same hours, also for a span within what is known', async () => {
    const openingTimes = createOpeningTimes(count);
    const year = await openingTimes(hoursUntil('18:00'), SINCE, SINCE + 365 * DAY);
    expect(year).toEqual(openTimesBetween(hoursUntil('18:00'), SINCE, SINCE + 365 * DAY, clockOf));
    await Promise.all([1, 2].map((n) => openingTimes(hoursUntil('18:00'), SINCE + n, SINCE + n * DAY)));
    expect(worked).toBe(1);
    const week = await openingTimes(hoursUntil('18:00'), SINCE + DAY, SINCE + 8 * DAY);
    expect(week).toEqual(openTimesBetween(hoursUntil('18:00'), SINCE + DAY, SINCE + 8 * DAY, clockOf));
    expect(worked).toBe(1);
  });

  it('are worked out anew for more than is known, and for other hours', async () => {
    const openingTimes = createOpeningTimes(count);
    await openingTimes(hoursUntil('18:00'), SINCE, SINCE + DAY);
    const more = await openingTimes(hoursUntil('18:00'), SINCE - 90 * DAY, SINCE + 90 * DAY);
    expect(more).toEqual(openTimesBetween(hoursUntil('18:00'), SINCE - 90 * DAY, SINCE + 90 * DAY, clockOf));
    expect(worked).toBe(2);
    const [first] = await openingTimes(hoursUntil('17:00'), SINCE, SINCE + DAY);
    expect(first?.closesAt).toBe(Date.UTC(2026, 0, 5, 16));
    expect(worked).toBe(3);
  });
});
