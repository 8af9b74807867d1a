/** The filters of the reports, as they stand in the address and as the API takes them. */
import {
  addDays,
  addressWith,
  bucketsFor,
  daysIn,
  periodOf,
  readFilter,
  toReportQuery,
} from '../../src/console/reports/report-filter';
import { reportQuerySchema } from '../../src/contracts/reports/report-query';

const TODAY = '2026-11-29';
const read = (query: string) => readFilter(new URLSearchParams(query), TODAY);

describe('the filters of a report', () => {
  it('are the last seven days, by day and around the clock, where the address says nothing', () => {
    expect(read('')).toEqual({
      preset: 'last7',
      period: { fromDay: '2026-11-23', toDay: TODAY },
      bucket: 'day',
      hours: 'all',
      brandId: null,
      channelId: null,
      groupId: null,
      operatorId: null,
    });
  });
  it('are read from the address, so that a page can be shared', () => {
    expect(
      read('from=2026-11-01&to=2026-11-02&bucket=hour&hours=open&brand=b&channel=c&group=g&operator=o'),
    ).toEqual({
      preset: null,
      period: { fromDay: '2026-11-01', toDay: '2026-11-02' },
      bucket: 'hour',
      hours: 'open',
      brandId: 'b',
      channelId: 'c',
      groupId: 'g',
      operatorId: 'o',
    });
  });
  it('have their default where the address is wrong', () => {
    expect(read('period=century&from=soon&to=2026-11-02&bucket=second&hours=night&brand=')).toEqual(read(''));
  });
  it('put days in their order', () => {
    expect(read('from=2026-11-20&to=2026-11-02').period).toEqual({
      fromDay: '2026-11-02',
      toDay: '2026-11-20',
    });
  });
  it('ask the API for whole days of the reader, and for nothing that it refuses', () => {
    const query = toReportQuery(read('from=2026-11-01&to=2026-11-02&group=g'), 'Asia/Shanghai');
    expect(query).toEqual({
      from: new Date(2026, 10, 1).toISOString(),
      to: new Date(2026, 10, 3).toISOString(),
      bucket: 'hour',
      hours: 'all',
      timeZone: 'Asia/Shanghai',
      groupId: 'g',
    });
    expect(reportQuerySchema.parse(query)).toEqual(query);
  });
  it('go along to other reports, with what is changed', () => {
    const search = new URLSearchParams('period=today&hours=open&figure=missed&reason=x');
    expect(addressWith('/reports/reach', search)).toBe('/reports/reach?period=today&hours=open');
    expect(addressWith('/reports/conversations', search, { figure: 'started', hours: null })).toBe(
      '/reports/conversations?period=today&figure=started',
    );
    expect(addressWith('/reports/live', new URLSearchParams())).toBe('/reports/live');
  });
});

describe('a period', () => {
  it.each([
    ['today', TODAY, TODAY],
    ['yesterday', '2026-11-28', '2026-11-28'],
    ['last7', '2026-11-23', TODAY],
    ['last30', '2026-10-31', TODAY],
    ['thisMonth', '2026-11-01', TODAY],
    ['lastMonth', '2026-10-01', '2026-10-31'],
  ] as const)('%s has its days', (preset, fromDay, toDay) => {
    expect(periodOf(preset, TODAY)).toEqual({ fromDay, toDay });
  });
  it('of last month is that of the year before in January', () => {
    expect(periodOf('lastMonth', '2027-01-15')).toEqual({ fromDay: '2026-12-01', toDay: '2026-12-31' });
  });
  it('counts its days, also over the changes of clocks', () => {
    expect(daysIn({ fromDay: '2026-03-28', toDay: '2026-04-03' })).toBe(7);
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  });
  it('is divided into a number of entries that can be read', () => {
    expect(bucketsFor({ fromDay: TODAY, toDay: TODAY })).toEqual(['hour', 'day', 'week', 'month']);
    expect(bucketsFor({ fromDay: '2026-01-01', toDay: '2026-12-31' })).toEqual(['day', 'week', 'month']);
    expect(read('from=2026-01-01&to=2026-12-31&bucket=hour').bucket).toBe('week');
    expect(read('from=2020-01-01&to=2026-12-31').bucket).toBe('month');
    expect(read('period=today').bucket).toBe('hour');
  });
});
